namespace Crawler.Archive.Warc;

/// <summary>What a record or a file is held to.</summary>
public enum WarcRule
{
    /// <summary>A record begins with a version line, has a header that can be read, and states its length.</summary>
    Header,

    /// <summary>WARC-Record-ID, WARC-Type, WARC-Date and Content-Length are there.</summary>
    MandatoryField,

    /// <summary>The type is one of the eight that the standard defines.</summary>
    KnownType,

    /// <summary>The fields that the type needs are there.</summary>
    RequiredField,

    /// <summary>The fields that the type excludes are not there.</summary>
    ForbiddenField,

    /// <summary>Only WARC-Concurrent-To is repeated.</summary>
    RepeatedField,

    /// <summary>A field has the form that it must have.</summary>
    FieldForm,

    /// <summary>No two records have the same WARC-Record-ID.</summary>
    UniqueId,

    /// <summary>The block has the stated length, and two line ends after it.</summary>
    RecordEnd,

    /// <summary>WARC-Block-Digest is that of the block.</summary>
    BlockDigest,

    /// <summary>
    /// WARC-Payload-Digest is that of the payload: of an HTTP response, its body without the transfer coding.
    /// </summary>
    PayloadDigest,

    /// <summary>In a compressed file every record begins a gzip member.</summary>
    MemberStart,

    /// <summary>In a compressed file there are as many gzip members as records.</summary>
    MemberCount,

    /// <summary>The compressed data can be read, and its checksums are right.</summary>
    Compression,
}
