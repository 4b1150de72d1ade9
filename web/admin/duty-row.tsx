import { NumberInput } from '@mantine/core'
import { IconAlertTriangle, IconTrash } from '@tabler/icons-react'
import type { Duties } from '../../src/http/contract/admin.ts'
import { countWords } from '../parts/number-words.ts'
import styles from './duties.module.css'
import { approverWarning, type DraftRule } from './duties-draft.ts'
import { RowButton } from './row-button.tsx'

/** One command that needs a second person: from which number on, and who could be that person now. */
export function DutyRow({
  rule,
  useCase,
  changed,
  error,
  onChange,
  onRemove,
}: {
  rule: DraftRule
  useCase: Duties['useCases'][number] | undefined
  changed: boolean
  error: string | undefined
  onChange: (above: number | null) => void
  onRemove: () => void
}) {
  const label = useCase?.label ?? rule.useCase
  const approvers = useCase?.approvers ?? 0
  const warning = approverWarning(approvers)
  return (
    <li className={styles.rule} data-changed={changed || undefined}>
      <div className={styles.line}>
        <div className={styles.name}>
          <span className={styles.label}>{label}</span>
          {useCase && <span className={styles.note}>{useCase.template}</span>}
        </div>
        <NumberInput
          className={styles.above}
          label="For more than"
          aria-label={`${label}: for more than how many`}
          data-duty-above
          description={rule.above === 0 ? '0: always' : undefined}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          min={0}
          max={100_000}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="strict"
          thousandSeparator=" "
          value={rule.above ?? ''}
          error={rule.above === null ? 'Say how many.' : error}
          onChange={(value) => onChange(typeof value === 'number' ? value : null)}
        />
        <span className={styles.who}>
          {approvers === 0 ? 'Nobody could agree' : `${countWords(approvers, 'person', 'people')} could agree`}
        </span>
        <RowButton label={`Remove ${label}`} onClick={onRemove}>
          <IconTrash size={18} stroke={1.6} />
        </RowButton>
      </div>
      {warning && (
        <p className={styles.warning} data-bad={approvers === 0 || undefined}>
          <IconAlertTriangle size={16} stroke={1.8} aria-hidden />
          {warning}
        </p>
      )}
    </li>
  )
}
