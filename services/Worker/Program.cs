using Crawler.Worker;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddWorker();
await builder.Build().RunAsync();
