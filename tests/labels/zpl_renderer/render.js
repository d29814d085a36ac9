// ZPL on standard input, PNG on standard output. Arguments: width and height in mm, dots per mm.
import { readFileSync, writeSync } from "node:fs";
import { ready } from "zpl-renderer-js";

const [width, height, dotsPerMm] = process.argv.slice(2).map(Number);
const { api } = await ready;
const png = await api.zplToBase64Async(readFileSync(0, "latin1"), width, height, dotsPerMm);
const bytes = Buffer.from(png, "base64");
for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
process.exit(0); // the renderer's WebAssembly keeps the event loop alive
