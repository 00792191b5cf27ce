import { storeContract } from '../contract.ts'
import { newFile, open } from './testStore.ts'

storeContract('the file store', async () => open(await newFile()))
