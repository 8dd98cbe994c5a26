import type { CodePage } from "./code-page.ts";

/** What can be wrong with a file, an envelope, a variable or a reference, whatever the kind. */
export const languageCodes = {
  "yaml-syntax": {
    severity: "error",
    means: "A text is not YAML 1.2.",
    instead: "Mend the line; editors underline it with a YAML plugin. The documents before and after it were read.",
  },
  "needs-quotes": {
    severity: "error",
    means:
      "A value means something else to YAML because it has no quotes, such as `[${cluster}]`, `{{ $labels.pod }}` or `[*]`.",
    instead: "Put it in quotes as the message shows.",
  },
  "duplicate-key": {
    severity: "error",
    means: "A key stands in a map twice; YAML would take one of the two.",
    instead: "Remove one, or join their values.",
  },
  "unknown-tag": {
    severity: "error",
    means: "A YAML tag (`!name`) is not known. Only the tags of YAML's core schema are.",
    instead: "Remove the tag, or put the text in quotes.",
  },
  "unknown-alias": {
    severity: "error",
    means: "An alias (`*name`) stands for no value above it.",
    instead: "Write the value, or put the text in quotes.",
  },
  "too-many-aliases": {
    severity: "error",
    means: "Aliases repeat so many values that reading them would take all memory.",
    instead: "Use a variable, `forEach`, or write the values.",
  },
  "file-too-large": {
    severity: "error",
    means: "A file is larger than any rule file.",
    instead: "Split it, or leave it out of `rules`.",
  },
  "nested-too-deep": {
    severity: "error",
    means: "A value is nested deeper than anything Azure has.",
    instead: "Look for brackets that are never closed.",
  },
  "control-character": {
    severity: "error",
    means: "A character that YAML forbids, or that Tocsin keeps for itself, stands in a file.",
    instead: "Remove it; most came with a copy from elsewhere.",
  },
  "reserved-key": {
    severity: "error",
    means: "A key cannot be used: `__proto__`, or the merge key `<<`, which YAML 1.2 does not have.",
    instead: "Write the properties themselves, or use an alias for a whole value.",
  },
  "key-not-text": {
    severity: "error",
    means: "A key is a number, a truth value, a list or a map.",
    instead: "Put the key in quotes.",
  },
  "number-not-exact": {
    severity: "error",
    means: "A number cannot be kept as it is written: too many digits, infinite, or none.",
    instead: "Put it in quotes if it is a text, or write a number that fits.",
  },
  "comment-in-text": {
    severity: "warning",
    means: "A YAML comment stands behind an unquoted query or expression, and may have been meant as a part of it.",
    instead: "Put the query in quotes or in a block (`|`), or the comment on a line of its own.",
  },
  "looks-like-credential": {
    severity: "warning",
    means: "A text looks like a credential. What is in git is known to everybody who ever sees the repository.",
    instead: "Revoke it, put the new one in a secret, and write `${secret:NAME}`.",
  },
  "unknown-kind": {
    severity: "error",
    means: "A definition is of a kind that does not exist.",
    instead: "Use the kind in the message.",
  },
  "unknown-environment": {
    severity: "error",
    means: "A definition names an environment that the workspace does not have.",
    instead: "Use the name in the message, or add the environment to the workspace.",
  },
  "unknown-variable": {
    severity: "error",
    means: "`${…}` names a variable, or something in one, that is not there.",
    instead: "Use the name in the message, or add the variable to the workspace.",
  },
  "unknown-secret": {
    severity: "error",
    means: "`${secret:…}` names a secret that the workspace does not have.",
    instead: "Add it to `secrets` in the workspace.",
  },
  "unknown-placeholder": {
    severity: "error",
    means: "`${` stands in a text and is none of what Tocsin knows.",
    instead: "Write `$${` for the two characters themselves.",
  },
  "placeholder-not-here": {
    severity: "error",
    means: "`${…}` stands where its value would not be known or would be shown, such as a secret in a name.",
    instead: "Write the value itself, or use a variable.",
  },
  "value-in-text": {
    severity: "error",
    means: "A variable inside a longer text is a list, a map or nothing, which no text can hold.",
    instead: "Use it alone as a whole value, or a part of it: `${map.key}`.",
  },
  "variable-cycle": {
    severity: "error",
    means: "A variable is made of itself.",
    instead: "Write one of the variables of the circle as a plain value.",
  },
  "reserved-variable": {
    severity: "error",
    means: "A variable has a name that means something already.",
    instead: "Give it another name.",
  },
  "illegal-name": {
    severity: "error",
    means: "A name has a form that cannot be used.",
    instead: "Use the form in the message.",
  },
  "doubtful-name": {
    severity: "warning",
    means:
      "A name holds something that Azure's newest api-version does not list, though resources with such names exist.",
    instead: "Use another name; of what exists already, see whether Azure takes the first `apply`.",
  },
  "illegal-duration": {
    severity: "error",
    means: "A text is no length of time.",
    instead: "Write `90s`, `5m`, `1h30m`, `1d`, or ISO 8601 without months and years.",
  },
  "illegal-form": {
    severity: "error",
    means: "A text is none of the short forms of what is wanted at its place.",
    instead: "Use the form in the message, or the long form of Azure's reference.",
  },
  "unknown-element": {
    severity: "error",
    means:
      "An environment changes an element of a list that the definition does not have, or one of several of that name.",
    instead: "Use the name in the message, or write the whole list.",
  },
  "illegal-for-each": {
    severity: "error",
    means: "`forEach` is no list of texts and no map.",
    instead: "Write a list of texts, a map, or a variable that is one.",
  },
  "unknown-reference": {
    severity: "error",
    means: "A definition refers to something by name that this stack does not have in this environment.",
    instead: "Use the name in the message, or an ARM id (`/subscriptions/…`).",
  },
  "ambiguous-reference": {
    severity: "error",
    means: "A name stands for more than one resource of the stack.",
    instead: "Write the ARM id of the one that is meant.",
  },
  "duplicate-resource": {
    severity: "error",
    means: "Two definitions, or two entries of one `forEach`, make the same resource. Names are the same in any case.",
    instead: "Rename or remove one; with `forEach`, put `${each.key}` into the name.",
  },
  "unknown-resource-group": {
    severity: "error",
    means: "A definition names a resource group that its environment does not list, so no plan would ever look there.",
    instead: "Add the group to `resourceGroups` of the environment, or use one of the message.",
  },
  "wrong-reference": {
    severity: "error",
    means: "A definition refers by its id to something of another type than can be referred to there.",
    instead: "Write the id, or the name in this stack, of a resource of the type in the message.",
  },
  "contested-name": {
    severity: "error",
    means: "`formerly` names a resource that another definition is as well, or was as well.",
    instead: "Let one definition alone say `formerly`, and rename in two steps where names are exchanged.",
  },
  "reserved-tag": {
    severity: "error",
    means: "A tag's name is one that Tocsin or Azure keeps for itself, or that Azure does not take.",
    instead: "Give the tag another name.",
  },
  "misplaced-property": {
    severity: "error",
    means: "A property stands in `spec` or `arm` that belongs beside it, or in `arm` and is Azure's alone to write.",
    instead: "Move it up, beside `kind` and `name`, or leave out what is Azure's.",
  },
  "secret-source-unsupported": {
    severity: "error",
    means: "A secret is to come from an address that is no secret of a key vault.",
    instead: "Write `{ keyVault: https://VAULT.vault.azure.net/secrets/NAME }`, or `{ env: NAME }`.",
  },
  "unknown-code": {
    severity: "warning",
    means: "`lint` names a diagnostic code that this version of Tocsin does not have, so it switches nothing.",
    instead: "Use a code of `docs/diagnostics.md` that is a warning, or take the line out.",
  },
  "unswitchable-code": {
    severity: "error",
    means: "`lint` names a diagnostic code that is an error, which cannot be switched.",
    instead: "Mend what the error tells of. Only warnings can be switched.",
  },
  "lint-switch-expired": {
    severity: "warning",
    means: "A warning was switched off until a day that has passed; it is told again.",
    instead: "Mend what it warns of, or give the switch a new day.",
  },
} as const satisfies Record<string, CodePage>;
