using Crawler.Downloader;
using Crawler.ServiceDefaults.Hosting;

using Microsoft.Extensions.Hosting;

var builder = CrawlerBuilder.CreateWeb(args);
builder.AddDownloader();
await builder.Build().RunAsync();
