/**
 * Every word the widget says, in English, and with its type the catalogue that other languages fill.
 *
 * Short and plain, for a reader of nine to eleven years: no jargon, no idioms, one thought per sentence.
 */
import type { StepsWords } from "../../shared/steps_words";

const HIDDEN: Readonly<Record<string, string>> = {
  card: "card number",
  security_code: "security code",
  iban: "bank account number",
  bank_account: "bank account number",
  password: "password",
  pin: "PIN",
  one_time_code: "one-time code",
};

const hidden = (kind: string): string => HIDDEN[kind] ?? "personal number";

function minutes(count: number): string {
  return count === 1 ? "1 minute" : `${count} minutes`;
}

export const en = {
  language: "en",
  /** Those of the Steps view, which speaks English by itself. */
  steps: undefined as StepsWords | undefined,

  launcher: {
    name: "Help",
    unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  },
  frame: {
    title: (site: string) => `Help with ${site}`,
    minimise: "Make small",
    end: "End chat",
    end_sure: "End this chat?",
    end_yes: "Yes, end it",
    end_no: "No, go back",
  },
  connection: {
    connecting: "Connecting…",
    waiting: "No connection just now. We keep trying. What you write is not lost.",
    unsaved: "We cannot save messages just now. We keep trying. What you write is not lost.",
    refused: "This chat is no longer open.",
    again: "Start again",
    unreachable: "We could not reach the help service. Check your connection and try again.",
    retry: "Try again",
  },
  start: {
    greeting: "Hello. How can we help?",
    lead: "A person will help you fill in this form. They cannot see what you type in it.",
    chat: "Chat with someone",
    chat_more: "Write to a helper on this page",
    code: "I am talking to someone now",
    code_more: "On the phone or at the counter: get a code to read out",
    hours: "We are here",
    back: "Back",
  },
  request: {
    goal: "What are you trying to do?",
    goal_hint: "For example: apply for a parking permit",
    difficulty: "What is going wrong?",
    difficulty_hint: "You can leave this empty.",
    familiarity: "Have you used this service before?",
    new: "This is my first time",
    used_before: "I have used it before",
    confident: "I use it often",
    send: "Ask for help",
    sending: "Sending…",
    goal_missing: "Write a few words about what you want to do.",
  },
  secret: (kind: string) => `This looks like a ${hidden(kind)}. We will hide it.`,
  hidden: (kind: string) => `${hidden(kind)} hidden`,
  queue: {
    title: "You are in the queue",
    first: "You are next.",
    place: (place: number) => `You are number ${place}.`,
    wait: (seconds: number) => `It will be about ${minutes(Math.max(1, Math.round(seconds / 60)))}.`,
    wait_soon: "It should be less than a minute.",
    wait_unknown: "We cannot say how long yet.",
    agents: (count: number) => (count === 1 ? "1 helper is here." : `${count} helpers are here.`),
    nobody: "No helper is here right now.",
    stay: "You can go on with the form. We will tell you when someone joins.",
    offered: (name: string) => `Waiting for ${name}.`,
    leave: "Leave the queue",
  },
  chat: {
    log: "Messages",
    you: "You",
    write: "Write a message",
    send: "Send",
    sending: "Sending…",
    delivered: "Delivered",
    failed: "Not sent.",
    retry: "Try again",
    remove: "Delete",
    left: (left: number) => (left === 1 ? "1 character left" : `${left} characters left`),
    over: (over: number, limit: number) =>
      `${over} characters too many. A message can have ${limit}. Please make it shorter.`,
    typing: (name: string) => `${name} is writing`,
    away: (name: string) => `${name} has lost connection. Please wait a moment.`,
    offer: "Let them see where I am",
  },
  card: { name: "Card" },
  notices: {
    "agent.joined": (name: string) => `${name} has joined you.`,
    "agent.joined.over": (name: string) => `${name} will help you now.`,
    "agent.left.lapsed": (name: string) => `${name} has lost connection.`,
    "agent.left.returned": (name: string) => `${name} had to leave.`,
    "agent.left.transferred": (name: string) => `${name} has left.`,
    "session.queued.lapsed": () => "You are first in the queue.",
    "session.queued.returned": () => "You are first in the queue.",
    "session.transferred": (name: string) => `You are being passed on to ${name}. You do not have to say it all again.`,
    "session.ended": () => "This chat has ended.",
    "consent.asked": (name: string) => `${name} asks to see where you are in the form.`,
    "consent.given": () => "You started sharing your steps.",
    "consent.declined": () => "You chose not to share.",
    "consent.withdrawn": () => "You stopped sharing.",
    "check.requested": (name: string) => `${name} asks to check that it is you.`,
    "check.passed": () => "The check worked.",
    "check.locked": () => "The check has stopped for now.",
    "check.cancelled": () => "The check was called off.",
    "log.gap": () => "Some messages were lost because of a fault on our side. We are sorry.",
  } as Readonly<Record<string, (name: string) => string>>,
  sharing: {
    with: (name: string) => `Sharing your steps with ${name}`,
    alone: "Sharing your steps",
    stop: "Stop sharing",
    failed: "We cannot share this page. Your helper sees nothing of it.",
  },
  highlight: {
    close: "Got it",
    by: (name: string) => `${name} points here`,
    at: (name: string, target: string) => `${name} points at: ${target}.`,
  },
  time: (at: number) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }),
};

export type Words = typeof en;
