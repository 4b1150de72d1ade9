import { Link } from '@tanstack/react-router'
import type { Production } from '../../src/http/contract/production.ts'
import { numberWords } from '../parts/number-words.ts'
import { useMe } from '../parts/session.ts'
import { stateColour } from '../parts/state-colour.ts'
import { Ago } from '../parts/time.tsx'
import styles from './bureau-line.module.css'

type Bureau = Production['bureaus'][number]
type Stage = Bureau['queued']

/** A bureau's line of life: queue, held, claimed, ordered, in production, produced; and beside it what failed. */
export function BureauLine({ bureau }: { bureau: Bureau }) {
  return (
    <ol className={styles.line} aria-label={`Orders of ${bureau.label}`}>
      <StageCell label="Queue" means="In our queue; may still be aborted." stage={bureau.queued} colour="blue" state="processing" />
      <StageCell label="Held" means="In our queue, and kept back until somebody releases it." stage={bureau.held} colour="yellow" />
      <StageCell label="Claimed" means="In a batch that is on its way to the bureau." stage={bureau.claimed} colour="gray" />
      <StageCell label="Ordered" means="The bureau has the order." stage={bureau.ordered} colour="indigo" state="ordered" />
      <StageCell
        label="In production"
        means="The bureau is making the card."
        stage={bureau.inProduction}
        colour="violet"
        state="in-production"
      />
      <StageCell label="Produced" means="Made and shipped." stage={bureau.produced} colour="teal" state="produced" />
      <StageCell label="Failed" means="Ordering or producing went wrong." stage={bureau.failed} colour="red" state="failed" apart />
    </ol>
  )
}

function StageCell({
  label,
  means,
  stage,
  colour,
  state,
  apart = false,
}: {
  label: string
  means: string
  stage: Stage
  colour: string
  state?: string
  apart?: boolean
}) {
  const areas = useMe()?.areas ?? []
  const name = <span className={styles.label}>{label}</span>
  return (
    <li className={styles.stage} data-apart={apart || undefined} title={means}>
      <span className={styles.dot} style={{ background: stage.count > 0 ? stateColour(colour).dot : undefined }} aria-hidden />
      {state && areas.includes('search') ? (
        <Link to="/operator/search" search={{ template: 'card', state }} className={styles.link}>
          {name}
        </Link>
      ) : (
        name
      )}
      <span className={styles.count} data-bad={(apart && stage.count > 0) || undefined}>
        {numberWords(stage.count)}
      </span>
      <span className={styles.age}>
        {stage.oldest ? (
          <>
            oldest <Ago at={stage.oldest} />
          </>
        ) : (
          'none'
        )}
      </span>
    </li>
  )
}
