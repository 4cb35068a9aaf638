"""What `crossread --help` and each command's --help say beside the options."""

HELP = """Ask news articles: every answer cites its passages and shows where sources disagree.

\b
Settings, from the environment:
  CROSSREAD_DATA        folder where the index lives (.crossread)
  CROSSREAD_CHROMA_URL  Chroma server where the index lives instead, http://... or https://...
  CROSSREAD_CHROMA_TOKEN, CROSSREAD_CHROMA_TENANT, CROSSREAD_CHROMA_DATABASE
                        token that it asks for, tenant (default_tenant), database (default_database)
  CROSSREAD_HOST        address to serve on (127.0.0.1)
  CROSSREAD_PORT        port to serve on (7860)
  CROSSREAD_EMBEDDINGS  sentence-transformers model, by name or path (all-MiniLM-L6-v2)
  CROSSREAD_READER_SELECT, CROSSREAD_READER_READ, CROSSREAD_READER_VERIFY
                        other models in place of the shipped reader, by name or path
  CROSSREAD_ALLOW_PRIVATE
                        let articles be fetched from addresses of the own network
  CROSSREAD_LLM         language model that answers, as PROVIDER/MODEL or PROVIDER/MODEL@URL (none)
  CROSSREAD_LLM_KEY, CROSSREAD_LLM_KEY_FILE
                        its key, or the file that holds it
  CROSSREAD_LLM_TIMEOUT, CROSSREAD_LLM_CONTEXT, CROSSREAD_LLM_CONCURRENCY
                        seconds to wait for its next word (60), tokens it takes (4096), questions
                        it is asked at a time (2)
  CROSSREAD_LLM_UNSUPPORTED
                        withhold what no source supports, or mark it (withhold)
  CROSSREAD_LLM_CONFLICTS
                        ask it where else the sources disagree (off)
  CROSSREAD_UPLOADS     let people add articles in the page (only if served to this machine alone)
  CROSSREAD_MAX_UPLOAD_MB, CROSSREAD_MAX_ARTICLES
                        largest file they may add (20), most articles there may be (100000)
  CROSSREAD_API_KEYS    who may use the HTTP API, as 'crossread key NAME' prints it (everybody)
  CROSSREAD_RATE_LIMIT  how often one key, or one address, may ask (60/minute)
  CROSSREAD_CONCURRENCY, CROSSREAD_QUEUE, CROSSREAD_TIMEOUT
                        questions at work (4), in line (32), and seconds that one may take (60)
  CROSSREAD_TRUSTED_PROXIES
                        addresses whose X-Forwarded-For is believed
  CROSSREAD_WIDGET_ORIGINS
                        origins whose pages may use the widget (the server's own)
  CROSSREAD_WIDGET_RATE, CROSSREAD_SECRET
                        how often one visitor may ask (20/minute), what tokens are signed with
  CROSSREAD_LOG_JSON, CROSSREAD_LOG_QUESTIONS
                        write logs as JSON lines; write questions to the log
  CROSSREAD_KEY         key that 'crossread evaluate --url' sends

Exit codes: 0 done, 1 failed, 2 wrong usage.
"""
START = """\b
Start with:
  crossread index seeds
  crossread ask "How many troops are at the border?"
  crossread serve
"""
INDEX = """\b
Examples:
  crossread index seeds                   hold exactly the articles in seeds/
  crossread index news/ more/today.jsonl  hold those of a folder and a file
  crossread index --add today.pdf         add one, keep the others
  crossread index --add https://news.example/feed.xml
  crossread index --dry-run news/         say what would be done
  crossread index --verify                prove that the parts of the index agree
"""
WATCH = """\b
Example:
  crossread watch news/
"""
ASK = """\b
Examples:
  crossread ask "What did the mayor announce?"
  crossread ask --json "What did the mayor announce?" | jq .answer
  crossread ask --batch questions.jsonl --json > answers.jsonl
  crossread ask --articles other/ "Who won?"   another folder, the index left alone
  crossread ask --outlet AP --outlet RT --since 2021-12 "Who won?"   some of the articles
"""
SEARCH = """\b
Examples:
  crossread search "mayor announcement" -k 5
  crossread search "mayor announcement" --until 2021-12-31
  crossread search --batch questions.jsonl -k 10 --per-article --json
"""
EVALUATE = """\b
Examples:
  crossread evaluate gold.jsonl --articles news/ --html report.html
  crossread evaluate gold.jsonl --fail-under answers=0.9 conflict_f1=0.8
  crossread evaluate gold.jsonl --json new.json --compare old.json
  crossread evaluate gold.jsonl --three-ways           where CROSSREAD_LLM is set
  crossread evaluate gold.jsonl --url http://localhost:7860
  crossread evaluate --candidates feedback.jsonl > candidates.jsonl
"""
CONFLICTS = """\b
Examples:
  crossread conflicts                       over what is indexed
  crossread conflicts --articles news/      over another folder, the index left alone
  crossread conflicts --html conflicts.html
"""
