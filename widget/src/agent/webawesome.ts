/**
 * The controls from Web Awesome that the console uses: registers them, lets JSX know them, and draws their icons.
 *
 * Web Awesome fetches even its built-in icons, from data: addresses, which the console's `connect-src 'self'` refuses.
 * Here they are drawn from the same drawings without a fetch. Nothing else of the library is changed.
 */

import "@awesome.me/webawesome/dist/components/button/button.js";
import "@awesome.me/webawesome/dist/components/callout/callout.js";
import "@awesome.me/webawesome/dist/components/dialog/dialog.js";
import "@awesome.me/webawesome/dist/components/dropdown-item/dropdown-item.js";
import "@awesome.me/webawesome/dist/components/dropdown/dropdown.js";
import "@awesome.me/webawesome/dist/components/input/input.js";
import "@awesome.me/webawesome/dist/components/option/option.js";
import "@awesome.me/webawesome/dist/components/popover/popover.js";
import "@awesome.me/webawesome/dist/components/radio-group/radio-group.js";
import "@awesome.me/webawesome/dist/components/radio/radio.js";
import "@awesome.me/webawesome/dist/components/select/select.js";
import "@awesome.me/webawesome/dist/components/spinner/spinner.js";
import "@awesome.me/webawesome/dist/components/switch/switch.js";
import "@awesome.me/webawesome/dist/components/tab-group/tab-group.js";
import "@awesome.me/webawesome/dist/components/tab-panel/tab-panel.js";
import "@awesome.me/webawesome/dist/components/tab/tab.js";
import "@awesome.me/webawesome/dist/components/textarea/textarea.js";
import WaIcon from "@awesome.me/webawesome/dist/components/icon/icon.js";
import { icons } from "@awesome.me/webawesome/dist/components/icon/library.system.js";
import type { ComponentChildren, JSX as PreactJSX, Ref } from "preact";

const drawings: Readonly<Record<string, string | undefined>> = { ...icons.regular, ...icons.solid };

Object.assign(WaIcon.prototype, {
  setIcon(this: { name?: string; svg: SVGElement | null }): Promise<void> {
    this.svg = drawn(drawings[this.name ?? ""]);
    return Promise.resolve();
  },
});

function drawn(drawing: string | undefined): SVGElement | null {
  if (drawing === undefined) return null;
  const svg = new DOMParser().parseFromString(drawing, "image/svg+xml")
    .documentElement as unknown as SVGElement;
  svg.setAttribute("fill", "currentColor");
  svg.setAttribute("part", "svg");
  return document.importNode(svg, true);
}

// --- what JSX may say of them: attributes and properties, and the events they send ---

type Variant = "brand" | "neutral" | "success" | "warning" | "danger";
type Size = "xs" | "s" | "m" | "l";
type Toggled = (event: Event) => void;

interface Shown {
  "onwa-show"?: Toggled;
  "onwa-after-show"?: Toggled;
  "onwa-hide"?: Toggled;
  "onwa-after-hide"?: Toggled;
}

type Control<Own, Of extends keyof HTMLElementTagNameMap> = Own &
  Omit<PreactJSX.HTMLAttributes<HTMLElementTagNameMap[Of]>, keyof Own | "ref"> & {
    ref?: Ref<HTMLElementTagNameMap[Of]> | undefined;
    children?: ComponentChildren;
  };

interface TextControl {
  label?: string;
  hint?: string;
  value?: string;
  size?: Size;
  name?: string;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  autocomplete?: string;
  inputmode?: "text" | "numeric";
  maxlength?: number;
  enterkeyhint?: "send" | "done";
}

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "wa-button": Control<
        {
          variant?: Variant;
          appearance?: "accent" | "filled" | "outlined" | "plain" | "filled-outlined";
          size?: Size;
          type?: "button" | "submit";
          disabled?: boolean;
          loading?: boolean;
          withCaret?: boolean;
          href?: string;
          slot?: string;
        },
        "wa-button"
      >;
      "wa-callout": Control<{ variant?: Variant; size?: Size }, "wa-callout">;
      "wa-dialog": Control<Shown & { open?: boolean; label?: string; lightDismiss?: boolean }, "wa-dialog">;
      "wa-dropdown": Control<
        Shown & { open?: boolean; placement?: string; "onwa-select"?: (event: CustomEvent) => void },
        "wa-dropdown"
      >;
      "wa-dropdown-item": Control<
        { value?: string; disabled?: boolean; variant?: "danger" | "default" },
        "wa-dropdown-item"
      >;
      "wa-input": Control<
        TextControl & { type?: "text" | "search" | "date"; withoutSpinButtons?: boolean },
        "wa-input"
      >;
      "wa-popover": Control<
        Shown & { open?: boolean; placement?: string; distance?: number; withoutArrow?: boolean },
        "wa-popover"
      >;
      "wa-option": Control<{ value?: string; disabled?: boolean }, "wa-option">;
      "wa-radio": Control<{ value?: string; disabled?: boolean; appearance?: "default" | "button" }, "wa-radio">;
      "wa-radio-group": Control<
        {
          label?: string;
          hint?: string;
          value?: string;
          name?: string;
          size?: Size;
          orientation?: "horizontal" | "vertical";
        },
        "wa-radio-group"
      >;
      "wa-select": Control<
        { label?: string; hint?: string; value?: string; size?: Size; disabled?: boolean },
        "wa-select"
      >;
      "wa-spinner": Control<object, "wa-spinner">;
      "wa-switch": Control<{ checked?: boolean; size?: Size; hint?: string }, "wa-switch">;
      "wa-tab": Control<{ panel?: string; disabled?: boolean }, "wa-tab">;
      "wa-tab-group": Control<
        { active?: string; "onwa-tab-show"?: (event: CustomEvent<{ name: string }>) => void },
        "wa-tab-group"
      >;
      "wa-tab-panel": Control<{ name?: string; active?: boolean }, "wa-tab-panel">;
      "wa-textarea": Control<
        TextControl & { rows?: number; resize?: "none" | "vertical" | "auto" },
        "wa-textarea"
      >;
    }
  }
}
