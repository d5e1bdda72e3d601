// Reads GIFT files with gift-pegjs and prints what it found.
import fs from "node:fs";
import gift from "gift-pegjs";

const found = process.argv.slice(2).map((file) => gift.parse(fs.readFileSync(file, "utf8")));
process.stdout.write(JSON.stringify(found));
