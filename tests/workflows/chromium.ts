// The browser of the tests is the one that checks published pages.
export { openPage, type Page } from "../../lib/cli/browser_page.ts";
