// node readers_node.cjs NODE_MODULES READER FILE.docx...: JSON, a text or an error for each file.
const fs = require("node:fs");
const { createRequire } = require("node:module");

const [modules, name, ...files] = process.argv.slice(2);
const load = createRequire(`${modules}/any.cjs`);

/** Binds the elements, as docx4j does in Java. */
async function docx4js(file) {
  const content = (await load("docx4js").docx.load(file)).officeDocument.content;
  const paragraphs = content("w\\:p").toArray();
  return paragraphs.map((one) => content(one).find("w\\:t").text()).join("\n");
}

/** What a browser shows: the reader of many office systems. */
async function preview(file) {
  const { window } = new (load("jsdom").JSDOM)("");
  const { document, DOMParser, XMLSerializer, Node, HTMLElement } = window;
  Object.assign(globalThis, { window, document, DOMParser, XMLSerializer, Node, HTMLElement });
  const page = document.createElement("div");
  const hidden = { renderHeaders: false, renderFooters: false };
  await load("docx-preview").renderAsync(fs.readFileSync(file), page, null, hidden);
  return [...page.querySelectorAll("p")].map((one) => one.textContent).join("\n");
}

async function officeparser(file) {
  const { parseOffice, OfficeParser } = load("officeparser");
  const parsed = await (parseOffice ?? OfficeParser.parseOffice)(file);
  return typeof parsed === "string" ? parsed : parsed.toText();
}

const readers = { docx4js, "docx-preview": preview, officeparser };

async function main() {
  const answers = [];
  for (const file of files) {
    try {
      answers.push({ text: await readers[name](file) });
    } catch (error) {
      answers.push({ error: String(error) });
    }
  }
  console.log(JSON.stringify(answers));
}

main();
