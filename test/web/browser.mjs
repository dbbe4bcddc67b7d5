// SPDX-License-Identifier: MIT
// What a person does with the page, done by Chromium; run.py starts this and README.md says what it is about.
// usage: node browser.mjs FOLDER PORT EXPECTED
// FOLDER: where npm installed playwright-core and axe-core; EXPECTED: the tables as JSON. A line of JSON per test.
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const [folder, port, expected] = [resolve(process.argv[2]), process.argv[3], JSON.parse(process.argv[4])];
const require = createRequire(folder + "/");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const home = `https://autoconfig.example.com:${port}/`;
const shots = `${folder}/shots`;
mkdirSync(shots, { recursive: true });

const SIZES = { phone: { width: 375, height: 812 }, desktop: { width: 1280, height: 900 } };
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const ADDRESS = "alice@example.com";

function report(name, problems) {
  console.log(JSON.stringify({ name, problems }));
}
const differs = (what, wanted, found) =>
  JSON.stringify(wanted) === JSON.stringify(found) ? [] : [`${what}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`];

/// A page whose own troubles are remembered: whatever it asks of others, and whatever its browser complains about.
async function open(browser, size, scheme, more = {}) {
  const context = await browser.newContext({ viewport: SIZES[size], colorScheme: scheme, locale: "en-US", ignoreHTTPSErrors: true,
    isMobile: size === "phone", hasTouch: size === "phone", deviceScaleFactor: 2, ...more });
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: home.slice(0, -1) });
  const page = await context.newPage();
  page.troubles = [];
  page.on("request", (request) => {
    if (!request.url().startsWith(home) && !request.url().startsWith("data:") && !request.url().includes(".mobileconfig?")) {
      page.troubles.push(`asks for ${request.url()}`);
    }
  });
  page.on("console", (message) => {
    // Chromium calls our own 400 and 404 errors: they are.
    if (message.type() === "error" && !message.text().includes("responded with a status of 40")) page.troubles.push(message.text());
  });
  page.on("pageerror", (error) => page.troubles.push(String(error)));
  return page;
}

/// Everything that must hold of every page.
async function inspect(page, name) {
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
  await page.evaluate(axe); // by the debugger, which the page's policy does not bind
  const found = await page.evaluate((tags) => axe.run({ runOnly: tags }), TAGS);
  const problems = found.violations.map((v) => `axe: ${v.id}: ${v.nodes.map((n) => `${n.target}: ${n.failureSummary}`).join("; ")}`);
  if (found.passes.length < 15) problems.push(`axe: only ${found.passes.length} rules applied`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  if (width > page.viewportSize().width) problems.push(`${width} pixels wide`);
  report(`${name}: looks`, [...problems, ...page.troubles.splice(0)]);
}

/// By keyboard, as a person who uses no mouse: the field is the first thing that Tab reaches.
async function type(page, address) {
  await page.goto(home);
  await page.keyboard.press("Tab");
  await page.keyboard.type(address);
  const [response] = await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  return response.status();
}

const tables = (page) => page.locator("table").evaluateAll((all) => all.map((table) => ({
  caption: table.caption.firstChild.textContent,
  rows: Object.fromEntries([...table.rows].map((row) => [row.cells[0].textContent, (row.querySelector(".value") ?? row.cells[1]).textContent.trim()])),
})));

async function answer(page, name) {
  report(`${name}: status`, differs("status", 200, await type(page, ADDRESS)));
  report(`${name}: the address is in no URL`, differs("URL", home, page.url()));
  report(`${name}: heading`, differs("h1", `Settings for ${ADDRESS}`, await page.locator("h1").textContent()));
  report(`${name}: tables`, differs("tables", expected, await tables(page)));
  await inspect(page, `${name}-answer`);
  await page.locator("svg").screenshot({ path: `${shots}/${name}-qr.png` });
  const link = page.locator("#profile");
  report(`${name}: link`, differs("href", `https://autodiscover.example.com:${port}/email.mobileconfig?email=alice%40example.com`,
    await link.getAttribute("href")));
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  await download.saveAs(`${shots}/${name}.mobileconfig`);
  report(`${name}: download`, differs("name", "alice-example.com.mobileconfig", download.suggestedFilename()));
}

async function copies(page, name) {
  const button = page.locator(".copy").first();
  const before = await button.textContent();
  await button.click();
  await page.waitForFunction(() => document.querySelector("#live").textContent !== "");
  report(`${name}: copy`, [...differs("clipboard", "imap.example.com", await page.evaluate(() => navigator.clipboard.readText())),
    ...differs("buttons", 9, await page.locator(".copy").count()), ...differs("text", "Copy imap.example.com", before),
    ...differs("said", "Copied imap.example.com", await page.locator("#live").textContent())]);
}

const field = (page) => page.locator("#email").inputValue();
const language = (page) => page.locator("html").getAttribute("lang");

async function switches(page, name) {
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Deutsch" }).click()]);
  report(`${name}: in German`, [...differs("lang", "de", await language(page)), ...differs("field", ADDRESS, await field(page)),
    ...differs("h1", `Einstellungen für ${ADDRESS}`, await page.locator("h1").textContent()), ...differs("URL", home, page.url())]);
  await inspect(page, `${name}-german`);
  await page.goto(home);
  await page.locator("#email").fill("bob@nowhere.example");
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Français" }).click()]);
  report(`${name}: what was typed stays`, [...differs("lang", "fr", await language(page)), ...differs("field", "bob@nowhere.example", await field(page))]);
  await page.goto(home);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Polski" }).click()]);
  report(`${name}: an empty form in Polish`, [...differs("lang", "pl", await language(page)), ...differs("alerts", 0, await page.getByRole("alert").count())]);
}

async function mistakes(page, name) {
  report(`${name}: half an address`, [...differs("status", 400, await type(page, "alice")), ...differs("field", "alice", await field(page)),
    ...differs("alert", true, (await page.getByRole("alert").textContent()).includes("not a complete email address"))]);
  await inspect(page, `${name}-error`);
  report(`${name}: nothing typed`, differs("status", 400, await type(page, "")));
  report(`${name}: markup`, [...differs("status", 400, await type(page, '"><script>window.bad=1</script>@example.com')),
    ...differs("run", null, await page.evaluate(() => window.bad ?? null))]);
  report(`${name}: unknown domain`, [...differs("status", 404, await type(page, "alice@nowhere.example")),
    ...differs("h1", "We do not know this address", await page.locator("h1").textContent())]);
  await inspect(page, `${name}-unknown`);
}

async function atSize(browser, size, scheme) {
  const name = `${size}-${scheme}`;
  const page = await open(browser, size, scheme);
  await page.goto(home);
  await inspect(page, `${name}-form`);
  await answer(page, name);
  await copies(page, name);
  await switches(page, name);
  await mistakes(page, name);
  await type(page, "alice@yellow.example");
  await inspect(page, `${name}-own-colours`);
  await page.context().close();
}

async function inAllLanguages(browser) {
  const page = await open(browser, "phone", "light");
  await page.goto(home);
  const tags = await page.locator(".languages button").evaluateAll((all) => all.map((button) => button.value));
  report("languages", differs("languages", ["en", "de", "es", "fr", "it", "nl", "pl", "pt"], tags));
  for (const tag of tags) {
    await page.goto(`${home}?email=${ADDRESS}&lang=${tag}`);
    report(`in ${tag}`, differs("lang", tag, await language(page)));
    await inspect(page, `language-${tag}`);
  }
  await page.context().close();
  const german = await open(browser, "desktop", "light", { locale: "de-AT" });
  await german.goto(home);
  report("Accept-Language", differs("lang", "de", await language(german)));
  await german.context().close();
}

async function withoutScripts(browser) {
  const page = await open(browser, "phone", "light", { javaScriptEnabled: false });
  const status = await type(page, ADDRESS);
  report("without scripts", [...differs("status", 200, status), ...differs("tables", expected.length, await page.locator("table").count()),
    ...differs("copy buttons", 0, await page.locator(".copy").count()), ...page.troubles]);
  await Promise.all([page.waitForNavigation(), page.getByRole("button", { name: "Italiano" }).click()]);
  report("without scripts, in Italian", [...differs("lang", "it", await language(page)), ...differs("field", ADDRESS, await field(page))]);
  await page.context().close();
}

/// Where Tab leads, and that one sees it.
async function byKeyboard(browser) {
  const page = await open(browser, "desktop", "light");
  await page.goto(home);
  const order = [];
  for (let i = 0; i < 10; ++i) {
    await page.keyboard.press("Tab");
    order.push(await page.evaluate(() => {
      const at = document.activeElement;
      const seen = getComputedStyle(at).outlineStyle === "solid" && parseFloat(getComputedStyle(at).outlineWidth) >= 2;
      return (at.id || at.value || at.type) + (seen ? "" : " (unseen)");
    }));
  }
  report("keyboard", differs("order", ["email", "submit", "en", "de", "es", "fr", "it", "nl", "pl", "pt"], order));
  await page.context().close();
}

/// The policy is in force: what an attacker would bring into the page does not run and is not fetched.
async function policy(browser) {
  const page = await open(browser, "desktop", "light");
  await page.goto(`${home}?email=${ADDRESS}`);
  const blocked = await page.evaluate(async () => {
    const seen = [];
    const all = new Promise((done) => {
      document.addEventListener("securitypolicyviolation", (event) => seen.push(event.effectiveDirective) === 4 && done());
      setTimeout(done, 5000);
    });
    const script = document.createElement("script");
    script.textContent = "window.bad = 1";
    const image = document.createElement("img");
    image.src = "https://elsewhere.example/x.png";
    const style = document.createElement("style");
    style.textContent = "body { display: none }";
    document.body.append(script, style, image);
    await fetch("/").catch(() => {});
    await all;
    return [window.bad ?? null, ...seen.sort()];
  });
  report("policy", differs("blocked", [null, "connect-src", "img-src", "script-src-elem", "style-src-elem"], blocked));
  await page.context().close();
}

/// For README: copied by hand to screenshots/ when the page has changed.
async function pictures(browser) {
  for (const [size, scheme] of [["desktop", "light"], ["phone", "dark"]]) {
    const page = await open(browser, size, scheme, { deviceScaleFactor: 1 });
    await type(page, ADDRESS);
    await page.screenshot({ path: `${shots}/${size}.png` });
    await page.context().close();
  }
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--headless", "--no-sandbox", "--disable-gpu",
  "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
  "--host-resolver-rules=MAP *.example.com 127.0.0.1, MAP * ~NOTFOUND"] });
try {
  for (const size of Object.keys(SIZES)) {
    for (const scheme of ["light", "dark"]) await atSize(browser, size, scheme);
  }
  await inAllLanguages(browser);
  await withoutScripts(browser);
  await byKeyboard(browser);
  await policy(browser);
  await pictures(browser);
} finally {
  await browser.close();
}
