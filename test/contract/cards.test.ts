import { tellPromises } from './promises.ts'

tellPromises('card')
