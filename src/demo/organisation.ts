/** The people of the demo organisation, a group of hospitals that does not exist. Pure: the same chance gives the same people. */
import type { Chance } from './demo-chance.ts'
import { firstNames, lastNames } from './names.ts'

export const ORGANISATION = 'Norrsund Hospital Group'
const MAIL = 'norrsund.example.org'

export interface DemoPerson {
  readonly firstName: string
  readonly lastName: string
  readonly employeeNumber: string
  readonly email: string
  readonly unit: string
  readonly title: string
  readonly phone: string
  /** Which of the two lists of first names the name is from; the portrait follows it. */
  readonly named: keyof typeof firstNames
}

/** The units, each with what its people are. */
export const units: Readonly<Record<string, readonly string[]>> = {
  'Emergency Care': ['Nurse', 'Nurse', 'Senior physician', 'Physician', 'Paramedic', 'Medical secretary'],
  'Intensive Care': ['Intensive care nurse', 'Intensive care nurse', 'Anaesthetist', 'Ward manager', 'Physiotherapist'],
  Surgery: ['Theatre nurse', 'Theatre nurse', 'Surgeon', 'Senior surgeon', 'Anaesthetic nurse', 'Ward manager'],
  Cardiology: ['Nurse', 'Cardiologist', 'Biomedical scientist', 'Medical secretary', 'Nurse'],
  Paediatrics: ["Children's nurse", "Children's nurse", 'Paediatrician', 'Play therapist', 'Dietitian'],
  'Maternity Care': ['Midwife', 'Midwife', 'Obstetrician', 'Nursing assistant', 'Ward manager'],
  Radiology: ['Radiographer', 'Radiographer', 'Radiologist', 'Medical physicist', 'Coordinator'],
  'Laboratory Medicine': ['Biomedical scientist', 'Biomedical scientist', 'Laboratory technician', 'Pathologist', 'Quality manager'],
  Pharmacy: ['Pharmacist', 'Pharmacist', 'Dispenser', 'Clinical pharmacist'],
  'Information Technology': ['Systems engineer', 'Service desk analyst', 'Network engineer', 'Application manager'],
  'Facility Services': ['Caretaker', 'Security officer', 'Electrician', 'Logistics assistant', 'Cleaner'],
  Administration: ['Controller', 'Personnel officer', 'Case officer', 'Payroll officer', 'Archivist'],
}

/** Those who work with Cardinal; the first people of the organisation, in this order. */
const cast = [
  ['Adam', 'Brandvik', 'he', 'Information Technology', 'Identity administrator'],
  ['Maja', 'Lindholt', 'she', 'Administration', 'Card officer'],
  ['Henrik', 'Aasgaard', 'he', 'Facility Services', 'Head of security'],
  ['Leila', 'Karimsson', 'she', 'Information Technology', 'Service desk analyst'],
  ['Jonas', 'Wikholm', 'he', 'Administration', 'Card officer'],
  ['Priya', 'Nairstad', 'she', 'Facility Services', 'Reception manager'],
] as const
export const CAST = cast.length

export function peopleOf(chance: Chance, count: number): DemoPerson[] {
  const names = [...cast.map(([first, last, named, unit, title]) => ({ first, last, named, unit, title })), ...drawn(chance, count - CAST)]
  const numbers = chance.shuffled(Array.from({ length: names.length }, (_, at) => 20_101 + at * 7))
  const taken = new Set<string>()
  return names.map(({ first, last, named, unit, title }, at) => ({
    firstName: first,
    lastName: last,
    employeeNumber: `N${numbers[at]}`,
    email: mailOf(first, last, taken),
    unit,
    title,
    phone: phoneOf(at),
    named,
  }))
}

interface Name {
  readonly first: string
  readonly last: string
  readonly named: keyof typeof firstNames
  readonly unit: string
  readonly title: string
}

/** No two people have the same name, and the units are about the same size. */
function drawn(chance: Chance, count: number): Name[] {
  const places = Object.entries(units)
  const names = new Map<string, Name>()
  while (names.size < count) {
    const named = chance.between(0, 1) === 0 ? 'she' : 'he'
    const [first, last] = [chance.pick<string>(firstNames[named]), chance.pick<string>(lastNames)]
    const [unit, titles] = places[names.size % places.length] ?? ['', []]
    if (!names.has(`${first} ${last}`)) names.set(`${first} ${last}`, { first, last, named, unit, title: chance.pick(titles) })
  }
  return [...names.values()]
}

function mailOf(first: string, last: string, taken: Set<string>): string {
  const name = `${plain(first)}.${plain(last)}`
  let free = name
  for (let count = 2; taken.has(free); count++) free = `${name}${count}`
  taken.add(free)
  return `${free}@${MAIL}`
}

const plain = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ð', 'd')
    .normalize('NFD')
    .replaceAll(/[^a-z]/g, '')

/** Numbers that are kept free for films and books, a hundred each in Stockholm, Malmö, Gothenburg and Kiruna. */
function phoneOf(at: number): string {
  const line = String(at % 100).padStart(2, '0')
  return [`+46 8 465 004 ${line}`, `+46 40 628 04 ${line}`, `+46 31 390 06 ${line}`, `+46 980 319 2${line}`][Math.floor(at / 100) % 4] ?? ''
}
