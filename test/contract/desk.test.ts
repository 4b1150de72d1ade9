import { tellPromises } from './promises.ts'

for (const template of ['recall', 'incident', 'bureau']) tellPromises(template)
