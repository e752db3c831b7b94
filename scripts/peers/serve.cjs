// Lets a tool make one report in a process of its own, or many in one process (see serve.py).
const readline = require("node:readline");
const { performance } = require("node:perf_hooks");

module.exports = async function serve(make) {
  if (process.argv.length === 5) return make(process.argv[3], process.argv[4]);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [source, target] = line.split("\t");
    const start = performance.now();
    await make(source, target);
    process.stdout.write(`${performance.now() - start}\n`);
  }
};
