import { IconAlertTriangle, IconInfoCircle } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import type { Refusal } from '../../src/http/contract/refusal.ts'
import { Problem } from './api.ts'
import classes from './problem-notice.module.css'

export interface ProblemNoticeProps {
  /** What a query or a mutation threw, or a refusal that came as a value. Nothing is drawn without one. */
  problem: unknown
  /** `calm` for a refusal that is a normal part of the day, `bad` for a failure. By default a refusal of the rules (409) is calm. */
  tone?: 'calm' | 'bad'
  /** Moves the focus to the notice when it appears, so that it is read out and not missed. */
  focus?: boolean
  /** What one may do next: buttons, links. */
  children?: ReactNode
}

/** A refusal or a failure in words: what is wrong, that nothing was changed, and what helps. */
export function ProblemNotice({ problem, tone, focus = false, children }: ProblemNoticeProps) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (problem && focus) box.current?.focus()
  }, [problem, focus])
  if (!problem) return null
  const words = refusalOf(problem)
  const calm = (tone ?? (problem instanceof Problem && problem.status !== 409 ? 'bad' : 'calm')) === 'calm'
  const Icon = calm ? IconInfoCircle : IconAlertTriangle
  return (
    <div ref={box} tabIndex={-1} role="alert" className={`${classes.notice} ${calm ? classes.calm : classes.bad}`} data-code={words.code}>
      <Icon size={18} stroke={1.8} className={classes.icon} aria-hidden />
      <div className={classes.words}>
        <p className={classes.sentence}>{words.sentence}</p>
        {words.remedy && <p className={classes.remedy}>{words.remedy}</p>}
        {children && <div className={classes.actions}>{children}</div>}
      </div>
    </div>
  )
}

/** Anything thrown, as a refusal with its sentence and remedy. What is no Problem is a fault of ours, and says so. */
export function refusalOf(problem: unknown): Refusal {
  if (problem instanceof Problem) return { code: problem.code, sentence: problem.message, remedy: problem.remedy }
  if (isRefusal(problem)) return problem
  return {
    code: 'fault',
    sentence: 'This page made a mistake. Nothing was changed.',
    remedy: 'Load the page again. If it happens once more, tell your administrator.',
  }
}

function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'sentence' in value && 'remedy' in value
}
