/** The smallest server of Koa. */
import Koa from 'koa'

const app = new Koa()
app.use((ctx) => {
  ctx.body = 'hello\n'
})
app.listen(Number(process.env.PORT), '127.0.0.1')
