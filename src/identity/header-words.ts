/** What columns of people's files are called in English, German, Danish, Norwegian, Swedish and French, by the field they hold. */
export const headerWords: Readonly<Record<string, readonly string[]>> = {
  firstName: ['first name, given name, forename, name first', 'Vorname, Rufname', 'fornavn', 'förnamn, tilltalsnamn', 'prénom, prénoms'],
  lastName: [
    'last name, surname, family name, name last',
    'Nachname, Familienname, Zuname, Name',
    'efternavn, etternavn',
    'efternamn',
    'nom, nom de famille',
  ],
  employeeNumber: [
    'employee number, employee no, employee nr, employee id, employee, staff number, staff no, staff id, personnel number, personnel no, payroll number, worker id, person number',
    'Personalnummer, Personalnr, Personal-Nr, Mitarbeiternummer, Mitarbeiternr, Mitarbeiter-Nr, Mitarbeiter-ID, Pers.-Nr.',
    'medarbejdernummer, medarbejdernr, medarbejder-id, lønnummer, lønnr, ansatnummer, ansattnummer, ansattnr',
    'anställningsnummer, anställningsnr, anst.nr, medarbetarnummer, personalnummer',
    "matricule, numéro d'employé, numéro employé, n° employé, numéro de matricule, no employé, id employé",
  ],
  email: [
    'e-mail, mail, e-mail address, mail address, work e-mail, business e-mail, user principal name, upn',
    'E-Mail-Adresse, Mailadresse, E-Mail geschäftlich',
    'e-mailadresse, mailadresse, e-post, e-postadresse, arbejdsmail',
    'e-postadress, e-post, mejl, mejladress',
    'courriel, adresse e-mail, adresse électronique, adresse mail, mél',
  ],
  unit: [
    'unit, department, division, organisation, organization, organisational unit, org unit, team, section, business unit',
    'Abteilung, Bereich, Einheit, Organisationseinheit, Referat',
    'afdeling, enhed, organisation, avdeling, enhet, sektion',
    'avdelning, enhet, organisationsenhet',
    'service, unité, département, direction',
  ],
  title: [
    'title, job title, position, role, function',
    'Titel, Funktion, Stelle, Stellenbezeichnung, Position',
    'titel, stilling, stillingsbetegnelse, stillingstittel, tittel',
    'titel, befattning, tjänstetitel',
    'titre, fonction, poste, intitulé du poste',
  ],
  phone: [
    'phone, phone number, telephone, telephone number, mobile, mobile phone, mobile number, cell phone, work phone',
    'Telefon, Telefonnummer, Mobil, Mobiltelefon, Handy, Tel.',
    'telefon, telefonnummer, mobil, mobilnummer, tlf, tlf.nr., mobiltelefon',
    'telefon, telefonnummer, mobil, mobilnummer, tel.nr.',
    'téléphone, numéro de téléphone, portable, mobile, tél.',
  ],
}
