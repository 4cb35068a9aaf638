// The widget's words. TEXTS holds them by language and key.

const REGIONS = { en: "en-GB" }; // whose dates are written, where the language alone doesn't say

/** The words of the language that is nearest to a tag as `de-AT`: `t("source", { number: 1 })`. */
function textsOf(tag) {
  const wanted = tag.toLowerCase().split("-")[0];
  const language = Object.hasOwn(TEXTS, wanted) ? wanted : "en";
  const plural = new Intl.PluralRules(language);
  const t = (key, values = {}) => {
    const form = "count" in values ? `${key}_${plural.select(values.count)}` : key;
    return TEXTS[language][form].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
  t.language = language;
  t.day = (published) => day(published, REGIONS[language] ?? language) ?? t("date.undated");
  return t;
}

/** A date as one reads it, "10 Dec 2021", "December 2021" or "2021"; what is none stays. */
function day(published, region) {
  if (!published) return null;
  const [, year, month, date] = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(published) ?? [];
  const moment = new Date(Date.UTC(year, (month ?? 1) - 1, date ?? 1));
  if (!year || !moment.toISOString().startsWith(published)) return published;
  const form = { year: "numeric", timeZone: "UTC" };
  if (month) form.month = date ? "short" : "long";
  if (date) form.day = "numeric";
  return new Intl.DateTimeFormat(region, form).format(moment);
}
