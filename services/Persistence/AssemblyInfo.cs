using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("Crawler.UnitTests")]
[assembly: InternalsVisibleTo("Crawler.IntegrationTests")]
[assembly: InternalsVisibleTo("Crawler.TestKit")]
