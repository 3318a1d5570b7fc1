using Crawler.Gateway;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddGateway();
await builder.Build().RunAsync();
