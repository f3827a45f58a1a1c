// Figures as people read them.

import { formatUnits } from './client/index.js';

const SIGNIFICANT = 3;
const EXPLORERS = {
  'eip155:1': 'https://etherscan.io/tx/',
  'eip155:8453': 'https://basescan.org/tx/',
  'eip155:84532': 'https://sepolia.basescan.org/tx/',
  'solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp': 'https://explorer.solana.com/tx/',
};

/** An amount to the last unit. */
export function money(units, asset) {
  return `${formatUnits(units, asset.decimals)} ${asset.symbol}`;
}

/** The same, cut where a second's price needs no more digits: for figures that run. */
export function roughly(units, asset, pricePerSecond) {
  const digits = Math.min(asset.decimals, Math.max(0, asset.decimals - String(pricePerSecond).length + SIGNIFICANT));
  const scale = 10n ** BigInt(asset.decimals);
  const fraction = String(units % scale).padStart(asset.decimals, '0').slice(0, digits);
  return `${units / scale}${fraction ? `.${fraction}` : ''} ${asset.symbol}`;
}

/** 1:05, or 1:02:03. */
export function clock(milliseconds) {
  if (milliseconds === Infinity) {
    return '∞';
  }
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, i) => (i === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

/** 90 s, 5 min, 1 h. */
export function span(seconds) {
  if (seconds % 3600 === 0) {
    return `${seconds / 3600} h`;
  }
  return seconds % 60 === 0 ? `${seconds / 60} min` : `${seconds} s`;
}

export function bytes(count) {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, count < 1 ? 0 : Math.floor(Math.log10(count) / 3));
  return `${power === 0 ? Math.round(count) : (count / 1000 ** power).toFixed(1)} ${units[power]}`;
}

/** What an offer costs, in a line. */
export function prices({ asset, pricePerSecond, pricePerMegabyte, pricePerMessage }) {
  return [
    [pricePerSecond, 'second'],
    [pricePerMegabyte, 'MB'],
    [pricePerMessage, 'message'],
  ].filter(([price]) => price > 0n).map(([price, unit]) => `${money(price, asset)} per ${unit}`).join(' + ') || 'nothing';
}

/** Where a transaction can be looked at; undefined for chains that nobody here knows. */
export function transactionUrl(asset, hash) {
  const explorer = EXPLORERS[asset.id.split('/')[0]];
  return explorer && explorer + encodeURIComponent(hash);
}

/** snake_case as words. */
export function words(code) {
  const text = code.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
