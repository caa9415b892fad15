// Trains a WordPiece vocabulary with Hugging Face's trainer under its own defaults: 30,000 pieces, every character, no special tokens.
// Arguments: folder whose node_modules holds "tokenizers", text, file for the pieces in the order of their ids, lowercase, stripAccents.
// Prints the seconds that training takes, from the text's file to the vocabulary.
const { createRequire } = require('node:module');
const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

const [folder, text, pieces, lowercase, stripAccents] = process.argv.slice(2);
const { Tokenizer, WordPiece, bertNormalizer, bertPreTokenizer } = createRequire(resolve(folder) + '/')('tokenizers');

const tokenizer = new Tokenizer(WordPiece.init({ '[UNK]': 0 }, { unkToken: '[UNK]' }));
tokenizer.setNormalizer(
  bertNormalizer({
    cleanText: true,
    handleChineseChars: true,
    stripAccents: stripAccents === 'true',
    lowercase: lowercase === 'true',
  }),
);
tokenizer.setPreTokenizer(bertPreTokenizer());

const start = process.hrtime.bigint();
tokenizer.train([text]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;

const ids = Object.entries(tokenizer.getVocab(false));
ids.sort((left, right) => left[1] - right[1]);
writeFileSync(pieces, ids.map(([piece]) => piece + '\n').join(''));
console.log(seconds);
