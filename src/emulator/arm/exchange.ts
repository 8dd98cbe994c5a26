import type { Asked } from "./request.ts";
import type { Manner } from "./show-resource.ts";
import type { World } from "./world.ts";

/** One request being answered: what is asked, of which world, in which manner of the day. */
export interface Exchange {
  readonly world: World;
  readonly asked: Asked;
  readonly manner: Manner;
}
