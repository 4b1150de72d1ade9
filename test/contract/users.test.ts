import { tellPromises } from './promises.ts'

tellPromises('user')
