"""The reader's network: the embedder's encoder with heads for the span and for answerability."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel


class ReaderNetwork(nn.Module):
    """Score each token as start and end of the answer, and the whole input as answerable or not.

    Position 0 ([CLS]) stands for "no answer here" in the span scores, as in Devlin et al. 2019 for SQuAD 2.
    """

    def __init__(self, encoder: nn.Module, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.span = nn.Linear(width, 2)
        self.answerable = nn.Sequential(nn.Linear(width, width), nn.Tanh(), nn.Linear(width, 1))

    @classmethod
    def from_folder(cls, folder: Path, *, dropout: float = 0.0) -> ReaderNetwork:
        """Start from a sentence-transformers or Hugging Face folder.

        `dropout` falls on what leaves each layer; on attention there is none, where it costs more time than it is worth.
        Attention is written out ("eager"): with 16-bit floats on CPUs the fused kernel's backward pass takes longer.
        """
        encoder = AutoModel.from_pretrained(
            folder, attn_implementation="eager", attention_probs_dropout_prob=0.0, hidden_dropout_prob=dropout
        )
        encoder.pooler = None
        return cls(encoder, encoder.config.hidden_size)

    def freeze_words(self) -> None:
        """Keep the word embeddings as they are: rare words keep their places, and training is faster."""
        for name, parameter in self.named_parameters():
            if "word_embeddings" in name:
                parameter.requires_grad_(False)

    def imitate_integers(self) -> None:
        """Round what goes into each matrix of the layers as 8-bit integers do, so that the weights learn to bear it.

        The gradient passes as if nothing had been rounded (Jacob et al., CVPR 2018).
        """
        layers: Any = self.encoder
        for module in layers.encoder.layer.modules():
            if isinstance(module, nn.Linear):
                module.register_forward_pre_hook(lambda _, given: (_rounded(given[0]), *given[1:]))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor) -> tuple[Tensor, ...]:
        """Return start scores (B, L), end scores (B, L) and answerability (B)."""
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        scores = self.span(hidden)
        return scores[..., 0], scores[..., 1], self.answerable(hidden[:, 0])[:, 0]


def _rounded(x: Tensor) -> Tensor:
    """Return values on the 256 steps between the least and the greatest, zero among them."""
    with torch.no_grad():
        low, high = x.amin().clamp(max=0), x.amax().clamp(min=0)
        step = ((high - low) / 255).clamp(min=1e-8)
        change = torch.round(x / step) * step - x
    return x + change


def load_tokenizer(folder: Path, *, length: int = 320) -> Tokenizer:
    """Load a tokenizer with truncation of the context and no padding: its package fixes both at 128."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(length, strategy="only_second")
    return tokenizer


def collate(encodings: list[Any], titles: list[int]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Pad encodings to one length; the fourth tensor marks where a span may stand: [CLS] and the context.

    `titles` holds for each row the characters at the front of the second segment that are its title.
    """
    length = -(-max(len(e.ids) for e in encodings) // 8) * 8
    ids = torch.zeros(len(encodings), length, dtype=torch.long)
    mask, types, allowed = ids.clone(), ids.clone(), torch.zeros(len(encodings), length, dtype=torch.bool)
    for row, (encoding, title) in enumerate(zip(encodings, titles, strict=True)):
        n = len(encoding.ids)
        ids[row, :n] = torch.tensor(encoding.ids)
        mask[row, :n] = 1
        types[row, :n] = torch.tensor(encoding.type_ids)
        for i, (sequence, (start, end)) in enumerate(zip(encoding.sequence_ids, encoding.offsets, strict=True)):
            allowed[row, i] = sequence == 1 and start >= title and end > start
        allowed[row, 0] = True
    return ids, mask, types, allowed
