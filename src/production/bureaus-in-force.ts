import { type BureauDefinition, firstBureau } from '../catalog/bureau-definition.ts'
import type { OptionValues } from '../catalog/options.ts'
import { timetableOf } from './leaves-at.ts'

interface InForce {
  readonly options: OptionValues
  readonly bureaus: ReadonlyMap<string, BureauDefinition>
}

/** The definition of a bureau by its name, or of the one that new orders are for. One that is defined no more takes cards as the first does. */
export const bureauInForce = (inForce: InForce, name: string = bureauOfNewOrders(inForce)): BureauDefinition =>
  inForce.bureaus.get(name) ?? firstBureau

/** The name of the bureau that new orders are for. */
export const bureauOfNewOrders = ({ options }: Pick<InForce, 'options'>): string => String(options.CardsAddonExtProdBureau)

/** What people call a bureau; one that is defined no more is called by its name. */
export const labelOfBureau = ({ bureaus }: Pick<InForce, 'bureaus'>, name: string | undefined): string =>
  (name === undefined ? undefined : bureaus.get(name)?.label) ?? name ?? 'The bureau'

/** The schedule of a bureau's releases, with the days that have none: its own, or what the options say. */
export function scheduleOf({ options, bureaus }: InForce, name: string): { cron: string; timeZone: string; holidays: readonly string[] } {
  const bureau = bureaus.get(name) ?? firstBureau
  return { ...timetableOf(bureau, options), holidays: bureau.holidays }
}

/** The most orders that go to a bureau in one batch. */
export const batchSizeOf = ({ options, bureaus }: InForce, name: string): number =>
  bureaus.get(name)?.batchSize ?? Number(options.CardsAddonExtProdBatchSize)
