// Parses every Mermaid block of the given Markdown files with the real parser.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";
const dom = new JSDOM("<!doctype html><body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import("mermaid");
let wrong = 0, blocks = 0;
for (const file of process.argv.slice(2)) {
  for (const [, text] of readFileSync(file, "utf8").matchAll(/```mermaid\n([\s\S]*?)```/g)) {
    blocks += 1;
    try { await mermaid.parse(text); } catch (error) { wrong += 1; console.log(`${file}: ${error.message}`); }
  }
}
console.log(`${blocks} drawings, ${wrong} not valid`);
process.exit(wrong > 0 || blocks === 0 ? 1 : 0);
