import { Button } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { Letters as LettersBody } from '../../src/http/contract/account.ts'
import type { RunAnswer } from '../../src/http/contract/command.ts'
import { post } from '../parts/api.ts'
import { ProblemNotice } from '../parts/problem-notice.tsx'
import { whenWords } from '../parts/time.tsx'
import classes from './letters.module.css'

/** The use cases that hand out a code. */
const WITH_LETTERS = new Set(['create-account', 'reset-password'])

/** Letters with one-time codes: made when they are asked for, shown once, and printed from here. */
export function Letters({ answer: { run } }: { answer: RunAnswer }) {
  const [letters, setLetters] = useState<LettersBody>()
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  if (!WITH_LETTERS.has(run.useCase) || run.done === 0) return null
  const open = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setLetters(await post<LettersBody>(`/runs/${run.id}/letters`))
    } catch (error) {
      setProblem(error)
    }
    setBusy(false)
  }
  if (!letters)
    return (
      <div className={classes.ask}>
        <ProblemNotice problem={problem} />
        <Button variant="default" loading={busy} leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => void open()}>
          Show the {run.done === 1 ? 'letter' : 'letters'} to print
        </Button>
        <p className="dim">A letter is shown once. Of a code that went by e-mail there is none.</p>
      </div>
    )
  return (
    <div>
      <Button className={classes.print} leftSection={<IconPrinter size={16} stroke={1.6} />} onClick={() => window.print()}>
        Print
      </Button>
      {letters.items.map((letter) => (
        <article key={letter.account} className={classes.letter}>
          <p>{letters.organisation}, card desk</p>
          <h2>{letter.displayName}</h2>
          <p>
            With this code you choose {letter.purpose === 'invitation' ? '' : 'anew '}how you sign in. Your sign-in name is{' '}
            <strong>{letter.name}</strong>.
          </p>
          <p>
            Open <strong>{letters.address}</strong> and enter:
          </p>
          <p className={classes.code}>{letter.code}</p>
          <p>It is good once, until {whenWords(letter.until, Date.now())}. Give it to nobody.</p>
        </article>
      ))}
    </div>
  )
}
