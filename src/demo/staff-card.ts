/** What the organisation and its bureau agreed on: the staff card, how long a recall may take, and the days without a release. */
import { type BureauDefinition, firstBureau } from '../catalog/bureau-definition.ts'
import type { Layout, LayoutField } from '../catalog/layout.ts'

/** What people call the bureau. Like the organisation it does not exist. */
export const NORDKORT = 'Nordkort'

/**
 * The bureau as the administrator defines it in the first days.
 * @param today as YYYY-MM-DD; the holidays are those of the year that begins tomorrow
 */
export const nordkort = (today: string): BureauDefinition => ({
  ...firstBureau,
  label: NORDKORT,
  holidays: holidaysAfter(today),
  recallHours: 24,
  layouts: { card: staffCard },
})

const text = (name: string, label: string, from: string, maxLength: number): LayoutField => ({
  name,
  label,
  type: 'text',
  required: true,
  maxLength,
  characters: 'latin-1',
  from,
})

const staffCard: Layout = {
  name: 'staff-card',
  label: 'Staff card',
  fields: [
    text('FIRST_NAME', 'First name', 'card.holderFirstName', 40),
    text('LAST_NAME', 'Last name', 'card.holderLastName', 40),
    text('TITLE', 'Title', 'user.title', 60),
    text('UNIT', 'Unit', 'card.unit', 60),
    text('EMPLOYEE_NUMBER', 'Employee number', 'card.employeeNumber', 12),
    { name: 'VALID_TO', label: 'Valid to', type: 'date', required: true, from: 'card.validTo' },
  ],
  photo: { required: false, minWidth: 300, minHeight: 400, ratio: { width: 3, height: 4 }, maxBytes: 2_000_000 },
}

/** New Year, the first of May, the national day, and Christmas to the end of the year. */
const HOLIDAYS = ['01-01', '05-01', '06-06', '12-24', '12-25', '12-26', '12-31']

function holidaysAfter(today: string): string[] {
  const year = Number(today.slice(0, 4))
  const last = `${year + 1}${today.slice(4)}`
  return [year, year + 1].flatMap((each) => HOLIDAYS.map((day) => `${each}-${day}`)).filter((day) => day > today && day <= last)
}
