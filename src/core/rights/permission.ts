/** What a role allows, as Azure answers it; `*` stands for any text. */
export interface Permission {
  readonly actions: readonly string[];
  /** What this role does not allow although `actions` would; another role still may. */
  readonly notActions: readonly string[];
}

/**
 * True where one of the roles allows an action. Azure adds roles up: what one takes out of itself with `notActions`
 * another can give. https://learn.microsoft.com/azure/role-based-access-control/role-definitions#notactions
 */
export function allows(permissions: readonly Permission[], action: string): boolean {
  const spellings = spellingsOf(action);
  return permissions.some(({ actions, notActions }) =>
    spellings.some((spelling) => isAmong(actions, spelling) && !isAmong(notActions, spelling)),
  );
}

/** The actions that none of the roles allows. */
export function missingOf(actions: readonly string[], permissions: readonly Permission[]): readonly string[] {
  return actions.filter((action) => !allows(permissions, action));
}

// Azure's refusals name `userAssignedIdentities/assign/action`, its role Managed Identity Operator allows
// `userAssignedIdentities/*/assign/action`, and the one lets the other pass: the name stands in between.
function spellingsOf(action: string): readonly string[] {
  const named = action.replace(/(?<=\/userAssignedIdentities)\/(?=assign\/action$|read$)/i, "/name/");
  return named === action ? [action] : [action, named];
}

function isAmong(patterns: readonly string[], action: string): boolean {
  return patterns.some((pattern) => fits(pattern.toLowerCase(), action.toLowerCase()));
}

function fits(pattern: string, action: string): boolean {
  const [first = "", ...others] = pattern.split("*");
  const last = others.pop();
  if (last === undefined) return action === first;
  if (!action.startsWith(first)) return false;
  let from = first.length;
  for (const part of others) {
    const found = action.indexOf(part, from);
    if (found === -1) return false;
    from = found + part.length;
  }
  return action.length - last.length >= from && action.endsWith(last);
}
