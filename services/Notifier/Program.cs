using Crawler.Notifier;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddNotifier();
await builder.Build().RunAsync();
