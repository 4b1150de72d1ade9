import { isInProduction } from './in-production.ts'
import { tellPromises } from './promises.ts'

tellPromises('card', isInProduction)
