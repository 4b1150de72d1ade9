import { tellPromises } from './promises.ts'

tellPromises('account')
