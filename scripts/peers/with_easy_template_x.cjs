const fs = require("node:fs");
const { createRequire } = require("node:module");
const serve = require("./serve.cjs");

const installed = createRequire(process.env.NODE_FOLDER + "/");
const { TemplateHandler } = installed("easy-template-x");
const template = fs.readFileSync(process.argv[2]);
const handler = new TemplateHandler();

serve(async (source, target) => {
  const report = JSON.parse(fs.readFileSync(source, "utf8"));
  fs.writeFileSync(target, await handler.process(template, report));
});
