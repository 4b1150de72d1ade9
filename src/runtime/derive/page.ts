/** The documentation page of a use case, derived from its definition and its drawing, in the form that operators know. */
import type { Catalog } from '../../catalog/catalog.ts'
import type { Field, Form } from '../../engine/form.ts'
import { stateLabel, type Template } from '../../engine/object.ts'
import { placeInAdmin, wayInAdmin } from '../../engine/place-in-admin.ts'
import { inOrder, type Process, type Step, stepAt } from '../../engine/process.ts'
import { NEW, startPermission, type UseCase } from '../../engine/use-case.ts'

/** What a page says of the tasks of a drawing. */
export type TaskWords = Readonly<Record<string, { readonly label: string; readonly fails: Readonly<Record<string, string>> }>>

/** The page as Markdown. `process` is the drawing in force, or the one that ships. */
export function pageOf(catalog: Catalog, useCase: UseCase, process: Process, tasks: TaskWords): string {
  const steps = inOrder(process).map((at) => ({ at, step: stepAt(process, at) }))
  return [
    `# ${useCase.name}`,
    '## Scenario',
    `${useCase.story}.`,
    '## Prerequisites',
    bullets(prerequisites(catalog, useCase)),
    '## Enabling',
    enabling(useCase),
    '## Steps',
    numbered(stepLines(useCase, process, steps)),
    ...refusalsSection(tasks, steps),
    '## Cancelling',
    cancelling(useCase, steps),
    '## Use case details',
    details(useCase, process, steps, tasks),
    '',
  ].join('\n\n')
}

interface DrawnStep {
  readonly at: string
  readonly step: Step
}

function prerequisites(catalog: Catalog, useCase: UseCase): string[] {
  const who = catalog.roles.filter((role) => useCase.roles.includes(role.name) || role.starts.includes(startPermission(useCase)))
  return [
    ...(creates(useCase) ? [] : [`The ${noun(useCase.on)} is ${statesOf(useCase)}.`]),
    `The actor may start it: ${who.length > 0 ? who.map((role) => role.label).join(', ') : 'nobody, until a role is given the permission'}.`,
    ...(useCase.approves ? ['The actor is neither who asked for it, with any of their accounts, nor whom it is about.'] : []),
    ...(useCase.offered === 'to the system' ? [] : ['It is enabled (see below).']),
  ]
}

function enabling(useCase: UseCase): string {
  const { on, offered } = useCase
  if (offered === 'to the system') return 'It is performed by the system; there is nothing to enable, and no command for it in Operator.'
  const { menu, tabs, section } = placeInAdmin(on, useCase.in)
  const first =
    offered === 'by default'
      ? 'It is enabled in a fresh installation. To change that'
      : 'It is disabled in a fresh installation. To enable it'
  return [
    `${first}, in Admin:`,
    '',
    `1. Open **${menu}**.`,
    `2. Open the tab ${tabs.map((tab) => `**${tab}**`).join(' or ')}.`,
    `3. Under **${section}**, press **New** (the pen) and choose the process **${useCase.name}**.`,
    ...(useCase.makes
      ? [`4. Choose a **Mapping**, or leave ${useCase.mapping ? `the one it comes with, \`${useCase.mapping}\`` : 'it empty'}.`]
      : []),
    `${useCase.makes ? 5 : 4}. Press **Save**. It takes effect at once.`,
  ].join('\n')
}

function stepLines(useCase: UseCase, process: Process, steps: readonly DrawnStep[]): string[] {
  const begin = useCase.offered === 'to the system' ? [] : [beginLine(useCase)]
  return [...begin, ...steps.flatMap(({ step }) => stepLine(useCase, process, step))]
}

function beginLine(useCase: UseCase): string {
  if (creates(useCase)) return `In Operator, under HOME, choose **${useCase.name}**.`
  return `In Operator, search for the ${noun(useCase.on)} and choose **${useCase.name}**; or select several in the result list and choose it for all of them.`
}

function stepLine(useCase: UseCase, process: Process, step: Step): string[] {
  switch (step.kind) {
    case 'ask': {
      const form = useCase.forms[step.form]
      return form ? [askLine(form)] : []
    }
    case 'do':
      return [`${step.label}.`]
    case 'move': {
      const template = step.made && useCase.makes ? useCase.makes : useCase.on
      const move = template.moves[step.move]
      return move ? [`The ${noun(template)} becomes **${stateLabel(template, move.to)}**: ${lower(move.means)}`] : []
    }
    case 'choose':
      return [
        `${step.label.replace(/\?$/, '')}: ${[...step.ways.map((way) => `if the ${words(way.guard)}, go on with “${stepAt(process, way.next).label}”`), `otherwise with “${stepAt(process, step.otherwise).label}”`].join('; ')}.`,
      ]
    case 'wait':
      return [`${step.label}. The process waits.`]
    default:
      return []
  }
}

function askLine({ title, text, next, fields }: Form): string {
  const asked = Object.values(fields).filter((field) => !field.readOnly)
  const form = asked.length > 0 ? ` Fill in ${asked.map(fieldWords).join(', ')}.` : ''
  return `The form **${title}** opens. ${text}${form} Press **Next: ${lower(next)}**.`
}

const fieldWords = ({ label, required }: Field): string => `*${label}*${required ? '' : ' (optional)'}`

function refusalsSection(tasks: TaskWords, steps: readonly DrawnStep[]): string[] {
  const said = steps.flatMap(({ step }) => (step.kind === 'do' ? Object.entries(tasks[step.task]?.fails ?? {}) : []))
  if (said.length === 0) return []
  return ['## What it may be refused for', bullets(said.map(([code, means]) => `${means} (\`${code}\`)`))]
}

function cancelling(useCase: UseCase, steps: readonly DrawnStep[]): string {
  if (!steps.some(({ step }) => step.kind === 'ask')) return 'It has no form, so there is nothing to cancel.'
  return `**Cancel** closes the process at its form. The ${noun(useCase.on)} stays as it is; only the journal keeps that it was opened and closed.`
}

function details(useCase: UseCase, process: Process, steps: readonly DrawnStep[], tasks: TaskWords): string {
  const endState = useCase.move === undefined ? undefined : useCase.on.moves[useCase.move]?.to
  const ends = steps.flatMap(({ step }) => (step.kind === 'end' ? [step.label] : []))
  const rows: [string, string][] = [
    ['Description', `${useCase.story}.`],
    ['Outcome', useCase.outcome],
    ['End state', endState === undefined ? 'as the outcome says' : stateLabel(useCase.on, endState)],
    ['Ends', ends.join(', ')],
    ['Symbolic name', `\`${useCase.symbol}\``],
    ['Process name', `${useCase.name} (\`${process.id}\`)`],
    ['Performed on', useCase.makes ? `${useCase.on.label}; makes a ${useCase.makes.label}` : useCase.on.label],
    ['Process start', startWords(useCase)],
    ['Default', useCase.offered === 'when attached' ? 'off' : useCase.offered === 'by default' ? 'on' : 'performed by the system'],
    ['Permission', `\`${startPermission(useCase)}\``],
    ...(useCase.offered === 'to the system' ? [] : [['API', `\`POST /api/v1/commands/${useCase.slug}\``] as [string, string]]),
    [
      'Tasks',
      steps.flatMap(({ step }) => (step.kind === 'do' ? [`\`${step.task}\` (${tasks[step.task]?.label ?? '?'})`] : [])).join('; ') ||
        'none',
    ],
  ]
  return ['| | |', '|---|---|', ...rows.map(([name, value]) => `| ${name} | ${value} |`)].join('\n')
}

function startWords(useCase: UseCase): string {
  return useCase.offered === 'to the system' ? 'by the system' : wayInAdmin(useCase.on, useCase.in)
}

const creates = (useCase: UseCase): boolean => useCase.in.includes(NEW)

const statesOf = ({ on, in: states }: UseCase): string => states.map((state) => stateLabel(on, state)).join(' or ')

const noun = (template: Template): string => template.label.toLowerCase()

const words = (guard: string): string => guard.replaceAll('-', ' ')

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n')

const numbered = (lines: readonly string[]): string => lines.map((line, at) => `${at + 1}. ${line}`).join('\n')
