namespace Crawler.WebStandards.Charsets;

/// <summary>An encoding of the Encoding Standard, known by the standard's name.</summary>
public sealed class WebCharset
{
    private readonly Func<CharsetDecoder> _createDecoder;

    private WebCharset(string name, Func<CharsetDecoder> createDecoder)
    {
        Name = name;
        _createDecoder = createDecoder;
    }

    public static WebCharset Utf8 => CharsetLabel.Find("utf-8")!;

    public static WebCharset Utf16Le => CharsetLabel.Find("utf-16le")!;

    public static WebCharset Utf16Be => CharsetLabel.Find("utf-16be")!;

    public static WebCharset Windows1252 => CharsetLabel.Find("windows-1252")!;

    /// <summary>The standard's name, in its case: "UTF-8", "windows-1252", "Shift_JIS".</summary>
    public string Name { get; }

    public bool IsUtf8 => Name is "UTF-8";

    public bool IsUtf16 => Name is "UTF-16LE" or "UTF-16BE";

    public override string ToString() => Name;

    internal static WebCharset Create(string name) => new(name, DecoderOf(name));

    internal CharsetDecoder CreateDecoder() => _createDecoder();

    private static Func<CharsetDecoder> DecoderOf(string name) => name switch
    {
        "UTF-8" => () => new Utf8Decoder(),
        "UTF-16LE" => () => new Utf16Decoder(bigEndian: false),
        "UTF-16BE" => () => new Utf16Decoder(bigEndian: true),
        "replacement" => () => new ReplacementDecoder(),
        "GBK" or "gb18030" => () => new Gb18030Decoder(),
        "Big5" => () => new Big5Decoder(),
        "EUC-JP" => () => new EucJpDecoder(),
        "EUC-KR" => () => new EucKrDecoder(),
        "Shift_JIS" => () => new ShiftJisDecoder(),
        "ISO-2022-JP" => () => new Iso2022JpDecoder(),
        _ => () => new SingleByteDecoder(SingleByteTable.Of(name)),
    };
}
