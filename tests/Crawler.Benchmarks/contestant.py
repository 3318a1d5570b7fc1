"""The crawler as a contestant of the peers' bench: copy or link this file as extra_contestants.py beside its run.py.

CRAWLER names the executable. Options of run.py: archive=warc|none (none), perhost=N (16).
"""
import os
import shutil

HERE = os.environ.get('PEERS') or os.path.dirname(os.path.abspath(__file__))


def crawler(corpus, start, prefix, out, options):
    data = os.path.join(HERE, 'out', 'crawler-data')
    shutil.rmtree(data, ignore_errors=True)
    command = [os.environ['CRAWLER'], 'crawl', start, '--delay', '0', '--per-host', options.get('perhost', '16'),
               '--sitemap', 'skip', '--allow-address', '127.0.0.0/8', '--archive', options.get('archive', 'none'), '--data', data, '--output', out]
    if prefix == 'syn':
        command += ['--scope', 'any', '--include', r'^http://127\.0\.1\.\d+:18080/syn/']
    else:
        command += ['--scope', 'prefix']
    return command, {}, out


CONTESTANTS = {'crawler': crawler}
