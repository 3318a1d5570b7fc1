using Crawler.Embedded.CommandLine;

return await CrawlerCommand.RunAsync(args);
