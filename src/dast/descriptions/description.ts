// The contract of a description: a document in one format that says what a system answers to, read into routes.
//
// document  the text, and where it came from
// context   where the described system runs: descriptions often name another host
import type { Plugin } from "../../kernel/plugin.ts";
import type { Route } from "../route.ts";

/** from: a URL or a file name. */
export interface DescriptionDocument { text: string; from: string }

export interface DescriptionContext {
  /** "https://shop.example:8443": routes are made for this origin; a server that the document names gives only its path. */
  origin: string;
  /** Values for the variables of a document: those of Postman environments and OpenAPI servers. */
  variables?: Readonly<Record<string, string>>;
}

/** left: what was not taken, and why. notes: what a person should know, such as the logins that the document asks for. */
export interface DescriptionRead { routes: readonly Route[]; left: readonly { at: string; why: string }[]; notes: readonly string[] }

export interface Description extends Plugin {
  /** Whether the document is of this format: by what it holds. Cheap. */
  takes(document: DescriptionDocument): boolean;
  /** Throws dast.description-unreadable when nothing of it can be read; a bad part costs that part. */
  read(document: DescriptionDocument, context: DescriptionContext): DescriptionRead;
}

export const defineDescription = (description: Description): Description => description;
