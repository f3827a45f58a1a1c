// Compiles src/main/solidity/*.sol into the JSON resources beside the Java code.
//   node compile.mjs           writes them
//   node compile.mjs --check   compares only; exit status 1 names those that differ
import { readdirSync, readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import solc from 'solc';

const module = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(module, 'src/main/solidity');
const resources = join(module, 'src/main/resources/io/ws402/devnet/contracts');
const names = readdirSync(sources).filter((file) => file.endsWith('.sol')).map((file) => basename(file, '.sol')).sort();

const input = {
  language: 'Solidity',
  sources: Object.fromEntries(names.map((name) => [`${name}.sol`, { content: readFileSync(join(sources, `${name}.sol`), 'utf8') }])),
  settings: {
    evmVersion: 'cancun',
    optimizer: { enabled: true, runs: 200 },
    // Without the hash of the metadata the bytecode depends on the code alone, not on comments or paths.
    metadata: { appendCBOR: false, bytecodeHash: 'none' },
    outputSelection: { '*': { '*': ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
  },
};

const output = JSON.parse(solc.compile(JSON.stringify(input)));
const problems = (output.errors ?? []).filter((problem) => problem.severity !== 'info');
if (problems.length > 0) {
  console.error(problems.map((problem) => problem.formattedMessage).join('\n'));
  process.exit(2);
}

const artifact = (name) => {
  const contract = output.contracts[`${name}.sol`][name];
  return JSON.stringify({
    contract: name,
    compiler: solc.version(),
    evmVersion: input.settings.evmVersion,
    bytecode: `0x${contract.evm.bytecode.object}`,
    deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
    abi: contract.abi,
  }, null, 2) + '\n';
};

const check = process.argv.includes('--check');
const stale = [];
mkdirSync(resources, { recursive: true });
for (const name of names) {
  const file = join(resources, `${name}.json`);
  if (!check) {
    writeFileSync(file, artifact(name));
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== artifact(name)) {
    stale.push(name);
  }
}
if (stale.length > 0) {
  console.error(`Not what their sources compile to: ${stale.join(', ')}. Run: node examples/devnet/npm/compile.mjs`);
  process.exit(1);
}
console.log(`${names.length} contracts ${check ? 'are what their sources compile to' : 'compiled'}`);
