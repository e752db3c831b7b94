const fs = require("node:fs");
const { createRequire } = require("node:module");
const serve = require("./serve.cjs");

const installed = createRequire(process.env.NODE_FOLDER + "/");
const Docxtemplater = installed("docxtemplater");
const PizZip = installed("pizzip");
const template = fs.readFileSync(process.argv[2]);

serve((source, target) => {
  const report = JSON.parse(fs.readFileSync(source, "utf8"));
  const doc = new Docxtemplater(new PizZip(template), { paragraphLoop: true, linebreaks: true });
  doc.render(report);
  fs.writeFileSync(target, doc.toBuffer({ compression: "DEFLATE" }));
});
