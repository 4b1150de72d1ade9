import { describe, expect, it } from 'vitest'
import { isRefusal, type Refusal } from '../engine/refusal.ts'
import { type PeopleFile, type ReadSettings, readPeople } from './read-people.ts'

const english = 'First name,Last name,Employee number,E-mail,Unit'

describe('a file of people', () => {
  it('is read row by row, under the names of the fields', async () => {
    const file = await people(`${english}\nAda,Berg,1001,ada@example.org,Finance\nBo,Lind,1002,,\n`)
    expect(file.rows).toEqual([
      { line: 2, fields: { firstName: 'Ada', lastName: 'Berg', employeeNumber: '1001', email: 'ada@example.org', unit: 'Finance' } },
      { line: 3, fields: { firstName: 'Bo', lastName: 'Lind', employeeNumber: '1002', email: null, unit: null } },
    ])
    expect([file.total, file.problems, file.encoding, file.delimiter]).toEqual([2, [], 'UTF-8', 'comma'])
  })

  it.each([
    ['Vorname;Nachname;Personal-Nr.;E-Mail-Adresse;Abteilung;Funktion;Telefonnummer', 'semicolon'],
    ['Fornavn;Efternavn;Medarbejdernummer;E-mail;Afdeling;Stilling;Telefon', 'semicolon'],
    ['Förnamn\tEfternamn\tAnställningsnummer\tE-postadress\tAvdelning\tBefattning\tMobil', 'tab'],
    ['Prénom;Nom;Matricule;Courriel;Service;Fonction;Téléphone', 'semicolon'],
    ['FIRST_NAME,LAST_NAME,EMPLOYEE_ID,MAIL,DEPARTMENT,JOB_TITLE,MOBILE_PHONE', 'comma'],
  ])('has headers in many languages: %s', async (header, delimiter) => {
    const file = await people(`${header}\n`)
    expect(file.columns.map((column) => column.field)).toEqual([
      'firstName',
      'lastName',
      'employeeNumber',
      'email',
      'unit',
      'title',
      'phone',
    ])
    expect([file.delimiter, file.problems]).toEqual([delimiter, []])
  })

  it('may be written in UTF-8 with a mark, in UTF-16, or in Windows-1252', async () => {
    const text = 'Vorname;Nachname;Personalnummer\r\nJürgen;Sørensen – Œuvré;€1\r\n'
    const windows = Buffer.from(text.replace('–', '\x96').replace('Œ', '\x8c').replace('€', '\x80'), 'latin1')
    const little = Buffer.from(`\ufeff${text}`, 'utf16le')
    const files = [Buffer.from(`\ufeff${text}`), windows, little, Buffer.from(little).swap16()]
    const read = await Promise.all(files.map((bytes) => readPeople(bytes, {}) as Promise<PeopleFile>))
    expect(read.map((file) => file.encoding)).toEqual(['UTF-8', 'Windows-1252', 'UTF-16', 'UTF-16'])
    for (const { rows } of read)
      expect(rows).toEqual([{ line: 2, fields: { firstName: 'Jürgen', lastName: 'Sørensen – Œuvré', employeeNumber: '€1' } }])
  })

  it('tells lines as an editor counts them, also behind empty lines, line breaks in cells, and "sep=;"', async () => {
    const file = await people('sep=;\nFirst name;Last name;Employee number;Unit\n\n"Ada";Berg;1;"Two\nlines"\n;;;\nBo;;2;\n')
    expect(file.rows).toEqual([])
    expect(file.problems).toEqual([
      { line: 4, field: 'unit', sentence: 'Unit has a character that cannot be printed.' },
      { line: 7, field: 'lastName', sentence: 'Last name is missing.' },
    ])
  })

  it('has every bad row told, by line and reason', async () => {
    const file = await people(
      [
        english,
        'Ada,Berg,1,ada@example.org,',
        ',Lind,2,bo,',
        'Cy,Dahl,,,',
        'Di,Ek,1,ADA@example.org,',
        'Ed,Falk,5,,Sales, North',
        `Fy,Gran,6,,${'x'.repeat(121)}`,
      ].join('\n'),
    )
    expect(file.rows.map((row) => row.line)).toEqual([2])
    expect(file.total).toBe(6)
    expect(file.problems).toEqual([
      { line: 3, field: 'firstName', sentence: 'First name is missing.' },
      { line: 3, field: 'email', sentence: 'E-mail is not an e-mail address.' },
      { line: 4, field: null, sentence: 'Employee number and e-mail are both missing; one is needed to recognise the user.' },
      { line: 5, field: 'employeeNumber', sentence: 'Employee number stands on line 2 already.' },
      { line: 5, field: 'email', sentence: 'E-mail stands on line 2 already.' },
      { line: 6, field: null, sentence: 'The row has 6 cells and the header 5; a value with the delimiter in it needs quotation marks.' },
      { line: 7, field: 'unit', sentence: 'Unit is longer than 120 characters.' },
    ])
  })

  it('ends where a quotation mark is not closed', async () => {
    const file = await people(`${english}\nAda,Berg,1,,\nBo,"Lind,2,,\nCy,Dahl,3,,\n`)
    expect(file.rows.map((row) => row.line)).toEqual([2])
    expect(file.problems.map(({ line, field }) => ({ line, field }))).toEqual([{ line: 3, field: null }])
    expect(file.total).toBe(2)
  })

  it('is read the same in slices, whatever letter a slice ends in', async () => {
    const lines = Array.from({ length: 20_000 }, (_, at) => `Åsa,Sørensen,${at},,`)
    const file = await people([english, ...lines].join('\n'))
    expect(file.problems).toEqual([])
    expect(file.rows).toHaveLength(20_000)
    expect(
      new Set(
        file.rows.map(({ line, fields }) => `${fields['firstName']} ${fields['lastName']} ${line - Number(fields['employeeNumber'])}`),
      ),
    ).toEqual(new Set(['Åsa Sørensen 2']))
  })
})

describe('the columns', () => {
  it('may be given by hand, and left out', async () => {
    const file = await people('A,B,C,E-mail,Unit\nAda,Berg,1,ada@example.org,Finance\n', {
      mapping: { a: 'firstName', B: 'lastName', C: 'employeeNumber', Unit: null },
    })
    expect(file.columns).toEqual([
      { header: 'A', field: 'firstName', guessed: false, sample: ['Ada'] },
      { header: 'B', field: 'lastName', guessed: false, sample: ['Berg'] },
      { header: 'C', field: 'employeeNumber', guessed: false, sample: ['1'] },
      { header: 'E-mail', field: 'email', guessed: true, sample: ['ada@example.org'] },
      { header: 'Unit', field: null, guessed: false, sample: ['Finance'] },
    ])
    expect(file.rows).toEqual([{ line: 2, fields: { firstName: 'Ada', lastName: 'Berg', employeeNumber: '1', email: 'ada@example.org' } }])
  })

  it('are asked for where one that is needed is not recognised, once and not for every row', async () => {
    const file = await people('Given,Family name,Favourite colour\nAda,Berg,blue\nBo,Lind,red\n')
    expect(file.rows).toEqual([])
    expect(file.problems).toEqual([
      { line: 1, field: 'firstName', sentence: 'No column holds the field First name; say which one does.' },
      {
        line: 1,
        field: null,
        sentence: 'No column holds the employee number or the e-mail, by which a user is recognised; say which one does.',
      },
    ])
  })

  it('hold one field each', async () => {
    const file = await people('First name,Given name,Last name,E-mail\n')
    expect(file.columns.map((column) => column.field)).toEqual(['firstName', null, 'lastName', 'email'])
  })

  it.each([
    [{ Colour: 'unit' }, 'The mapping names the column "Colour", which the file does not have. Nothing was changed.'],
    [{ Unit: 'colour' }, 'The mapping names the field "colour", which a user does not have. Nothing was changed.'],
    [{ Unit: 'title', 'E-mail': 'title' }, 'The mapping puts two columns into the field "title". Nothing was changed.'],
  ])('are refused when the mapping does not fit: %j', async (mapping, sentence) => {
    expect((await refusal(Buffer.from(english), { mapping })).sentence).toBe(sentence)
  })
})

describe('what is not a file of people', () => {
  it.each([
    [Buffer.alloc(0), 'The file is empty. Nothing was changed.'],
    [Buffer.from('\n\n'), 'The file has no rows. Nothing was changed.'],
    [Buffer.from([0x50, 0x4b, 3, 4, 0, 0]), 'This is a workbook, not a text file. Nothing was changed.'],
    [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1]), 'This is not a text file. Nothing was changed.'],
  ])('is refused with a sentence', async (bytes, sentence) => {
    const { code, sentence: said, remedy } = await refusal(bytes)
    expect([code, said]).toEqual(['file_unreadable', sentence])
    expect(remedy).not.toBe('')
  })
})

async function people(text: string, settings: ReadSettings = {}): Promise<PeopleFile> {
  const file = await readPeople(Buffer.from(text), settings)
  if (isRefusal(file)) throw new Error(file.sentence)
  return file
}

async function refusal(bytes: Uint8Array, settings: ReadSettings = {}): Promise<Refusal> {
  const file = await readPeople(bytes, settings)
  if (!isRefusal(file)) throw new Error('The file was not refused.')
  return file
}
