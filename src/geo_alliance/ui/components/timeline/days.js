// Days as ISO text, as numbers and in words; steps through the calendar; what a reader types.

export const FIRST_DAY = "0001-01-01";
export const LAST_DAY = "9999-12-31";
const DAY_MS = 86400000;
const WORDS = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
const MONTH_NAMES = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

// The day's number: days since 1 January 1970.
export function toNumber(day) {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

export function toDay(number) {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

export function inWords(day) {
  return WORDS.format(new Date(`${day}T00:00:00Z`));
}

function lastOfMonth(year, month) {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

function write(year, month, day) {
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

// The day that many months later; the 31st becomes a month's last day where there is none.
export function addMonths(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const count = Math.min(Math.max(year * 12 + month - 1 + months, 12), 9999 * 12 + 11);
  const [y, m] = [Math.floor(count / 12), (count % 12) + 1];
  return write(y, m, Math.min(date, lastOfMonth(y, m)));
}

function findMonth(word) {
  const lower = word.toLowerCase().replace(/\.$/, "");
  const number = MONTH_NAMES.findIndex((name) => name === lower || (lower.length >= 3 && name.startsWith(lower))) + 1;
  return number || null;
}

function split(text) {
  const iso = /^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$/.exec(text);
  if (iso) return iso.slice(1);
  const dayFirst = /^(?:(\d{1,2})\s+)?([a-z]+\.?)\s+(\d{4})$/i.exec(text);
  if (dayFirst) return [dayFirst[3], findMonth(dayFirst[2]), dayFirst[1]];
  const monthFirst = /^([a-z]+\.?)\s+(\d{1,2}),?\s+(\d{4})$/i.exec(text);
  if (monthFirst) return [monthFirst[3], findMonth(monthFirst[1]), monthFirst[2]];
  return null;
}

// The first and last day that a typed date means, or null: 1972-05-15, 15 May 1972, May 1972, 1972.
export function parse(text) {
  const found = split(text.trim().replace(/\s+/g, " "));
  if (!found || found[1] === null) return null;
  const [year, month, day] = found.map((part) => (part === undefined ? undefined : Number(part)));
  if (year < 1 || (month !== undefined && (month < 1 || month > 12))) return null;
  const longest = lastOfMonth(year, month ?? 12);
  if (day !== undefined && (day < 1 || day > longest)) return null;
  return { first: write(year, month ?? 1, day ?? 1), last: write(year, month ?? 12, day ?? longest) };
}
