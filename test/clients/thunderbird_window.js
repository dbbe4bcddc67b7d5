// The body of a function that runs in Thunderbird's privileged scope: sets an account up in the real window, as a
// person does - type name and address, Continue, read what was found, Continue, type the password, Continue - and
// returns the account that exists then. Arguments: the address, the password.
const [address, password] = arguments;
const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
const { setTimeout } = ChromeUtils.importESModule("resource://gre/modules/Timer.sys.mjs");
const names = (table) => Object.fromEntries(Object.keys(table).map((name) => [table[name], name]));
const sockets = names(Ci.nsMsgSocketType);
const auths = names(Ci.nsMsgAuthMethod);

async function until(what, condition) {
  const end = Date.now() + 15000;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (Date.now() > end) {
      throw new Error("the account window: no " + what);
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function setUp() {
  const window = await until("main window", () => {
    const found = Services.wm.getMostRecentWindow("mail:3pane");
    return found?.document.readyState == "complete" && found.openAccountHub && found;
  });
  await window.openAccountHub("MAIL");
  const view = window.document.querySelector("account-hub-container").shadowRoot.querySelector("account-hub-email");
  const step = (id) => until("step " + id, () => {
    const element = view.querySelector("#" + id);
    return element && !element.hidden && element;
  });
  const type = (form, id, text) => {
    const input = form.querySelector("#" + id);
    input.value = text;
    input.dispatchEvent(new window.InputEvent("input", { bubbles: true }));
  };
  const forward = () => until("Continue button", () => {
    const button = view.querySelector("account-hub-footer #forward");
    return button && !button.disabled && !button.hidden && (button.click(), true);
  });

  const first = await step("emailAutoConfigSubview");
  type(first, "realName", "Alice");
  type(first, "email", address);
  await forward();

  const found = await step("emailConfigFoundSubview");
  const text = (id) => found.querySelector("#" + id).textContent;
  const shown = ["incoming", "outgoing"].map((side) => `${text(side + "Host")}:${text(side + "Port")}`);
  await forward();

  type(await step("emailPasswordSubview"), "password", password);
  await forward();

  const account = await until("account", () => MailServices.accounts.accounts.find(
    (a) => a.defaultIdentity?.email == address && a.incomingServer?.valid));
  const incoming = account.incomingServer;
  const outgoing = await until("outgoing server", () =>
    MailServices.outgoingServer.getServerByKey(account.defaultIdentity.smtpServerKey));
  return {
    shown,
    incoming: {
      type: incoming.type,
      host: incoming.hostname,
      port: incoming.port,
      socket: sockets[incoming.socketType],
      auth: auths[incoming.authMethod],
      username: incoming.username,
    },
    outgoing: {
      type: outgoing.type,
      host: outgoing.serverURI.host,
      port: outgoing.serverURI.port,
      socket: sockets[outgoing.socketType],
      auth: auths[outgoing.authMethod],
      username: outgoing.username,
    },
  };
}

return setUp();
