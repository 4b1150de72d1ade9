import { type BureauDefinition, firstBureau } from '../catalog/bureau-definition.ts'
import { BUREAU } from './bureau.ts'

/** What an administrator decided about bureaus; an installation that has defined none has the first. */
export interface BureausInForce {
  readonly options: Readonly<Record<string, unknown>>
  readonly bureaus?: ReadonlyMap<string, BureauDefinition>
}

/** The bureau of this name; without a name the one that new orders go to. One that is defined no more takes cards as the first does. */
export const bureauInForce = ({ options, bureaus }: BureausInForce, name?: string): BureauDefinition =>
  bureaus?.get(name ?? String(options['CardsAddonExtProdBureau'] ?? BUREAU)) ?? firstBureau
