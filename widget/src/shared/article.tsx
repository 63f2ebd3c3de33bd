/** An article's words, drawn from their structure: elements are made here, markup is never taken from anywhere. */
import type { JSX } from "preact";
import type { Block, Run } from "./protocol.gen";

interface BodyProps {
  readonly blocks: readonly Block[];
  /** How deep a heading stands among those around it, as its level. */
  readonly level: 3 | 4 | 5;
}

export function ArticleBody({ blocks, level }: BodyProps): JSX.Element {
  return (
    <div class="article-body">
      {blocks.map((block, at) => (
        <Drawn key={at} block={block} level={level} />
      ))}
    </div>
  );
}

function Drawn({ block: { kind, lines }, level }: { block: Block; level: BodyProps["level"] }): JSX.Element {
  if (kind === "bullets" || kind === "numbers") {
    const List = kind === "bullets" ? "ul" : "ol";
    return (
      <List>
        {lines.map((line, at) => (
          <li key={at}>
            <Line runs={line} />
          </li>
        ))}
      </List>
    );
  }
  const One = kind === "heading" ? (`h${level}` as const) : "p";
  return (
    <One>
      <Line runs={lines[0] ?? []} />
    </One>
  );
}

function Line({ runs }: { runs: readonly Run[] }): JSX.Element {
  return (
    <>
      {runs.map(({ text, strong, href }, at) => {
        const words = strong ? <strong key={at}>{text}</strong> : text;
        if (!href) return words;
        return (
          <a key={at} href={href} target="_blank" rel="noopener noreferrer">
            {words}
          </a>
        );
      })}
    </>
  );
}
