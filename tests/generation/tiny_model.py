"""A real llama.cpp server with a model of random numbers, made on the spot.

``python tiny_model.py FOLDER CONTEXT`` makes the model, serves it on a free port of this machine
and prints the address. The model knows nothing. But the server is the real one: given a schema it
lets the model write only what fits that, and so a schema in which all is fixed is a script.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

WIDTH: Final = 32
HEADS: Final = 2
HIDDEN: Final = 64
LONGEST: Final = 65_536
TEMPLATE: Final = (
    "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant: {% endif %}"
)


def make(path: Path) -> None:
    """Write a llama of one layer, whose tokens are the 256 bytes."""
    import gguf
    import numpy as np

    random = np.random.default_rng(7)
    writer = gguf.GGUFWriter(str(path), "llama")
    writer.add_context_length(LONGEST)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(1)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    space = "\u2581".encode()  # how this kind of vocabulary writes a space
    tokens = [b"<unk>", b"<s>", b"</s>", *(f"<0x{n:02X}>".encode() for n in range(256)), space]
    kinds = [
        *(gguf.TokenType.UNKNOWN, gguf.TokenType.CONTROL, gguf.TokenType.CONTROL),
        *[gguf.TokenType.BYTE] * 256,
        gguf.TokenType.NORMAL,
    ]
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types(kinds)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)

    def add(name: str, *shape: int) -> None:
        values = random.normal(0, 0.1, shape).astype(np.float32)
        writer.add_tensor(name, values if len(shape) > 1 else np.ones(shape, np.float32))

    add("token_embd.weight", len(tokens), WIDTH)
    add("output_norm.weight", WIDTH)
    add("output.weight", len(tokens), WIDTH)
    add("blk.0.attn_norm.weight", WIDTH)
    add("blk.0.ffn_norm.weight", WIDTH)
    for name in ("attn_q", "attn_k", "attn_v", "attn_output"):
        add(f"blk.0.{name}.weight", WIDTH, WIDTH)
    add("blk.0.ffn_gate.weight", HIDDEN, WIDTH)
    add("blk.0.ffn_up.weight", HIDDEN, WIDTH)
    add("blk.0.ffn_down.weight", WIDTH, HIDDEN)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def serve(path: Path, context: int) -> None:
    """Serve the model until standard input closes."""
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(path)
    params.n_ctx = context
    params.n_parallel = 1
    params.n_predict = -1
    params.warmup = False
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.model_alias = {"tiny"}
    server = xllamacpp.Server(params)
    print(server.listening_address, flush=True)  # noqa: T201 - how whoever started it gets it
    sys.stdin.read()


if __name__ == "__main__":
    model = Path(sys.argv[1]) / "tiny.gguf"
    make(model)
    serve(model, int(sys.argv[2]))
