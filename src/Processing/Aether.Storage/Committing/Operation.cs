namespace Aether.Storage.Committing;

/// <summary>
/// One change of the store as an immutable record: what it means is in the record, how it is done in one executor an
/// engine. It may run twice (a group that failed is run again one by one), so it carries its time and its ids with it.
/// </summary>
internal abstract record Operation
{
    /// <summary>Octets it brings along, for the size of a group.</summary>
    public virtual int Bytes => 0;

    /// <summary>
    /// The accounts whose mail it touches. An engine with several writers locks them before the operation runs and gives
    /// all operations of one account to one writer.
    /// </summary>
    public virtual IReadOnlyList<AccountId> Accounts => [];

    /// <summary>It only adds rows that nobody else can want: without accounts any writer may take it.</summary>
    public virtual bool AddsOnly => false;
}

/// <summary>An operation and the type of its outcome.</summary>
internal abstract record Operation<TResult> : Operation;
