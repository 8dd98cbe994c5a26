import fc from "fast-check";

/* Days of a company as data. */

const names = ["a", "b", "c"] as const;
const values = ["one", "two", "three"] as const;

/** A resource that is to be so, or not to be. */
export type Wish = readonly [name: (typeof names)[number], value: (typeof values)[number] | null];

/** What goes wrong in a run. */
export type Trouble =
  | { readonly with: "azure"; readonly name: string; readonly method: "PUT" | "DELETE" }
  /** For so many reads, after some that it answered. */
  | { readonly with: "azure unread"; readonly after: number; readonly times: number }
  | {
      readonly with: "github";
      readonly at: "any" | "writes";
      readonly cut: "before" | "after" | "within" | "no";
      readonly after: number;
      readonly times: number;
    }
  | { readonly with: "cancel" | "death"; readonly after: number }
  | { readonly with: "death at github"; readonly at: "any" | "writes"; readonly after: number };

/** What happens on a day. Whom or what it happens to is counted from the newest. */
export type Step =
  | { readonly do: "open" | "push direct"; readonly wishes: readonly Wish[] }
  | { readonly do: "open readme" | "revert" | "two at once" | "let the late speak" }
  | { readonly do: "push"; readonly pull: number; readonly wishes: readonly Wish[]; readonly force: "force" | "on top" }
  | { readonly do: "plan" | "plan late"; readonly pull: number; readonly trouble?: Trouble }
  | { readonly do: "merge"; readonly pull: number; readonly how: "merge" | "squash" | "rebase" }
  | {
      readonly do: "apply";
      readonly back: number;
      readonly again: "first" | "again" | "by hand";
      readonly trouble?: Trouble;
    }
  | {
      readonly do: "open, plan and merge";
      readonly wishes: readonly Wish[];
      readonly how: "merge" | "squash" | "rebase";
      readonly trouble?: Trouble;
    }
  | { readonly do: "by hand"; readonly wish: Wish }
  | { readonly do: "comment"; readonly pull: number; readonly how: "delete" | "cut" | "append" | "forge" };

const wish: fc.Arbitrary<Wish> = fc.tuple(
  fc.constantFrom(...names),
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: fc.constant(null) }),
);
const wishes = fc.uniqueArray(wish, { minLength: 1, maxLength: 2, selector: ([name]) => name });
const few = fc.nat({ max: 2 });
const at = fc.constantFrom("any" as const, "writes" as const);
const trouble: fc.Arbitrary<Trouble | undefined> = fc.option(
  fc.oneof(
    fc.record({
      with: fc.constant("azure" as const),
      name: fc.constantFrom(...names),
      method: fc.constantFrom("PUT", "DELETE"),
    }),
    {
      weight: 3,
      arbitrary: fc.record({
        with: fc.constant("azure unread" as const),
        after: fc.constantFrom(0, 0, 0, 3, 8, 11),
        times: fc.constantFrom(1, 100),
      }),
    },
    fc.record({
      with: fc.constant("github" as const),
      at,
      cut: fc.constantFrom("before", "after", "within", "no"),
      after: fc.nat({ max: 4 }),
      times: fc.constantFrom(1, 2, 100),
    }),
    fc.record({ with: fc.constantFrom("cancel", "death"), after: few }),
    fc.record({ with: fc.constant("death at github" as const), at, after: fc.nat({ max: 4 }) }),
  ),
  { nil: undefined, freq: 2 },
);
const pull = few;

/** Any day. */
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant("open" as const), wishes }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom("push direct"), wishes }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("open readme", "revert", "two at once", "let the late speak") }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("push" as const), pull, wishes, force: fc.constantFrom("force", "on top") }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom("plan", "plan", "plan late"), pull, trouble }).map(plain) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant("merge" as const),
      pull,
      how: fc.constantFrom("merge", "squash", "rebase"),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .record({
        do: fc.constant("apply" as const),
        back: few,
        again: fc.constantFrom("first", "first", "again", "by hand"),
        trouble,
      })
      .map(plain),
  },
  {
    weight: 5,
    arbitrary: fc
      .record({
        do: fc.constant("open, plan and merge" as const),
        wishes,
        how: fc.constantFrom("merge", "squash", "rebase"),
        trouble,
      })
      .map(plain),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("by hand" as const), wish }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("comment" as const),
      pull,
      how: fc.constantFrom("delete", "cut", "append", "forge"),
    }),
  },
);

/** Days in a row. */
export const days: fc.Arbitrary<readonly Step[]> = fc.array(step, { minLength: 3, maxLength: 14, size: "max" });

function plain<T extends { readonly trouble?: Trouble | undefined }>({ trouble: one, ...rest }: T) {
  return { ...rest, ...(one === undefined ? {} : { trouble: one }) };
}
