using Crawler.ServiceDefaults.Hosting;
using Crawler.Worker;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddWorker();
await builder.Build().RunAsync();
