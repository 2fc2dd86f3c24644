// The site works without this: it only makes the menu fold on a phone and moves the focus to a summary of errors.
import { initAll } from "../govuk/govuk-frontend.min.js";

initAll();
