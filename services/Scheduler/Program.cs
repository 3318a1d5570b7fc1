using Crawler.Scheduler;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddScheduler();
await builder.Build().RunAsync();
